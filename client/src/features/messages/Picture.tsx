import { UnstyledButton } from "@mantine/core";
import { decode } from "blurhash";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Attachment } from "./Attachments";
import classes from "./Attachments.module.css";
import type { Box } from "./pictureBox";
import { useFreshFiles } from "./useFreshFiles";

const Lightbox = lazy(() => import("./Lightbox"));

interface Props {
  messageId: string;
  picture: Attachment;
  box: Box;
}

/** A picture in its message; it opens large. */
export default function Picture({ messageId, picture, box }: Props) {
  const [isLoaded, setLoaded] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [fresh, setFresh] = useState<Pick<Attachment, "url" | "thumbnailUrl"> | null>(null);
  const askAnew = useFreshFiles(messageId);
  const { url, thumbnailUrl } = fresh ?? picture;

  return (
    <>
      <UnstyledButton
        className={classes.picture}
        style={box}
        aria-label={`Open ${picture.filename}`}
        onClick={() => setOpen(true)}
      >
        {picture.blurhash && !isLoaded && <Blur hash={picture.blurhash} />}
        <img
          src={thumbnailUrl ?? url}
          alt={picture.filename}
          loading="lazy"
          decoding="async"
          onLoad={() => setLoaded(true)}
          onError={fresh ? undefined : async () => setFresh(await askAnew(picture.id))}
        />
      </UnstyledButton>
      {isOpen && (
        <Suspense>
          <Lightbox messageId={messageId} picture={picture} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

const BLUR = 32; // pixels: it is only a blur

function Blur({ hash }: { hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const drawn = canvas.current?.getContext("2d");
    if (!drawn) return;
    const image = drawn.createImageData(BLUR, BLUR);
    image.data.set(decode(hash, BLUR, BLUR));
    drawn.putImageData(image, 0, 0);
  }, [hash]);
  return <canvas ref={canvas} width={BLUR} height={BLUR} />;
}
