import { render, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import RenderedMarkdown from "./RenderedMarkdown";

function html(content: string, users: { username: string; displayName: string }[] = []): string {
  const { container } = render(<RenderedMarkdown content={content} mentions={{ users, viewer: "ada" }} />);
  return container.firstElementChild?.innerHTML ?? "";
}

describe("what somebody wrote", () => {
  test.each([
    ["**bold** and *thin*", "<p><strong>bold</strong> and <em>thin</em></p>"],
    ["one\ntwo", "<p>one<br>two</p>"],
    ["~~no~~ `a < b`", "<p><del>no</del> <code>a &lt; b</code></p>"],
    ["> so it is", "<blockquote><p>so it is</p></blockquote>"],
    ["- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'],
    ["a & b", "<p>a &amp; b</p>"],
    ["a \\* b", "<p>a * b</p>"],
  ])("%j", (content, expected) => {
    expect(html(content)).toBe(expected);
  });

  test.each(["- [x] button\n- [ ] mail", "- [x] button\n\n- [ ] mail"])(
    "tasks say whether they are done, once: %j",
    (content) => {
      html(content);
      const items = screen.getAllByRole("listitem");
      expect(items.map(({ textContent }) => textContent)).toEqual(["☑button", "☐mail"]);
      expect(items[0]?.querySelector("[role=img]")?.getAttribute("aria-label")).toBe("Done");
    },
  );

  test("code keeps its lines and its characters", () => {
    html('```js\nif (a < b)\n  return "&amp;";\n```');
    expect(screen.getByLabelText("Code, js").textContent).toBe('if (a < b)\n  return "&amp;";');
  });

  test.each(["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<b>bold</b>", "a <i>b</i> c"])(
    "HTML is shown as it was written: %s",
    (content) => {
      const { container } = render(<RenderedMarkdown content={content} />);
      expect(container.textContent).toBe(content);
      expect(container.querySelector("img, script, b, i")).toBeNull();
    },
  );

  test.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "/relative"])(
    "a link to %s leads nowhere",
    (href) => {
      html(`[click](${href})`);
      expect(screen.queryByRole("link")).toBeNull();
    },
  );

  test("a link opens elsewhere and says nothing of where it came from", () => {
    html("see https://example.org/a?b=c&d=e now");
    const link = screen.getByRole("link");
    expect(link.getAttribute("href")).toBe("https://example.org/a?b=c&d=e");
    expect(link.getAttribute("rel")).toContain("noopener");
    expect(link.getAttribute("target")).toBe("_blank");
  });

  test("a picture from elsewhere is a link, so that nobody learns who has seen it", () => {
    expect(html("![cat](https://example.org/cat.png)")).not.toContain("<img");
    expect(screen.getByRole("link", { name: "cat" })).toBeTruthy();
  });

  test("mentions show the name; what only looks like one stays text", () => {
    const shown = html("hi @lin, not @nobody, nor me@lin.org or `@lin`", [
      { username: "lin", displayName: "Lin Q" },
    ]);
    expect(shown.match(/@Lin Q/g)).toHaveLength(1);
    expect(shown).toContain("@nobody");
    expect(shown).toContain("<code>@lin</code>");
  });
});
