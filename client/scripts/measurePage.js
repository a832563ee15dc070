// Measures the page in Chromium, for `scripts/bench page`: scrolls through a long room, opens rooms from the list, and
// types. Takes what to do as JSON; prints a line of JSON for each thing measured. Times are milliseconds; those of tasks
// are CPU time of the page's main thread, so that what else runs on the machine changes them little.

import { chromium } from "@playwright/test";

const asked = JSON.parse(process.argv[2]);
const FRAME = 1000 / 60; // milliseconds
const LATE = 1.5; // frames: what took longer was not in time for the next one
const VIEWPORT = { width: 1280, height: 800 };
const SPEED = 8_000; // pixels each second
const TRACED = ["toplevel", "devtools.timeline", "disabled-by-default-v8.gc"];
const COLLECTS = /^(MajorGC|MinorGC|V8\.GC_MC_INCREMENTAL(_START)?)$/;

const browser = await chromium.launch({
  executablePath: asked.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await signIn(page);
  await openRooms(page);
  await type(page);
  await scroll(page);
  await scrollBlank();
} finally {
  await browser.close();
}

function tell(what, figures) {
  console.log(JSON.stringify({ what, ...figures }));
}

async function signIn(page) {
  await page.goto(`${asked.address}/sign-in`);
  await page.getByLabel("Username or email").fill(asked.username);
  await page.getByLabel("Password", { exact: true }).fill(asked.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await room(page, asked.rooms[0]).waitFor();
}

function room(page, name) {
  return page.getByRole("navigation", { name: "Rooms" }).getByRole("link").filter({ hasText: name });
}

/** From the click on a room until its messages are painted: first of rooms never opened, then of the same ones again. */
async function openRooms(page) {
  for (const [what, rounds] of [
    ["opening a room, first time", 1],
    ["opening a room, cached", asked.rounds],
  ]) {
    const times = [];
    const tasks = await traced(page, async () => {
      for (let round = 0; round < rounds; round += 1)
        for (const name of asked.rooms) times.push(await openRoom(page, name));
    });
    tell(what, { ...spread(times), longest_task_ms: Math.max(...tasks.map(({ ms }) => ms)) });
  }
}

async function openRoom(page, name) {
  await page.waitForTimeout(200); // so that nothing of the last one is still under way
  const painted = page.evaluate(untilPainted, name);
  await room(page, name).click();
  return await painted;
}

/** In the page: milliseconds from the next click until the frame that shows messages of the room was painted. */
function untilPainted(name) {
  return new Promise((done) => {
    document.addEventListener(
      "click",
      ({ timeStamp }) => {
        const look = () => {
          const isThere = document.querySelector("#open h1")?.textContent === name;
          const said = isThere && document.querySelector("#open [role=log] article:last-of-type");
          const isShown = said && getComputedStyle(said.parentElement).visibility !== "hidden";
          if (isShown) after(timeStamp);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
    const after = (began) => {
      const { port1, port2 } = new MessageChannel(); // its task comes after this frame's
      port1.onmessage = () => done(performance.now() - began);
      port2.postMessage(null);
    };
  });
}

/** What each key takes in the composer of the long room, at the end of a long draft. */
async function type(page) {
  await room(page, asked.long).click();
  await page.locator("#open [role=log] article").first().waitFor();
  const field = page.getByRole("textbox", { name: "Message", exact: true });
  await field.fill("A long draft, of many words. ".repeat(200));
  await field.press("Control+End");
  await page.waitForTimeout(1_000);
  const text = "so we shall see what each of these keys takes ".repeat(2);
  const tasks = await traced(page, () => field.pressSequentially(text, { delay: 100 }));
  const began = tasks.keys;
  const each = began.map((from, index) =>
    tasks.filter(({ at }) => at >= from && at < (began[index + 1] ?? Number.POSITIVE_INFINITY)),
  );
  const spent = (those) => those.reduce((sum, { ms }) => sum + ms, 0);
  const collected = (those) => those.reduce((sum, { gc }) => sum + gc, 0);
  tell("typing a character", {
    ...spread(each.map(spent)),
    longest_without_gc_ms: Math.max(...each.map((those) => spent(those) - collected(those))),
    longest_task_ms: Math.max(...each.flat().map(({ ms }) => ms)),
  });
  await field.fill("");
}

/** Up through the history by the wheel, and down again. */
async function scroll(page) {
  const log = await page.getByRole("log").boundingBox();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  for (const [what, direction] of [
    ["scrolling up", 1],
    ["scrolling down", -1],
  ]) {
    await page.waitForTimeout(500);
    const from = await page.evaluate(placeInRoom);
    const before = await metrics(devtools);
    const { tasks, frames, rows } = await scrolled(page, devtools, log, direction);
    const after = await metrics(devtools);
    const spent = (name) => ((after[name] - before[name]) * 1000) / frames.length;
    tell(what, {
      messages: Math.abs((await page.evaluate(placeInRoom)) - from),
      rows,
      ...rhythm(frames),
      script_ms: spent("ScriptDuration"),
      style_ms: spent("RecalcStyleDuration"),
      layout_ms: spent("LayoutDuration"),
      task_ms: spent("TaskDuration"),
      long_tasks: tasks.filter(({ ms }) => ms > FRAME).length,
      longest_task_ms: Math.max(...tasks.map(({ ms }) => ms)),
    });
  }
}

/** A page with nothing in it, scrolled in the same way: what comes late there, comes late by the machine. */
async function scrollBlank() {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.setContent(`<div style="height: ${2 * asked.distance}px"></div>`);
  const devtools = await page.context().newCDPSession(page);
  for (const [what, direction] of [
    ["scrolling a blank page down", -1],
    ["scrolling a blank page up", 1],
  ]) {
    await page.waitForTimeout(500);
    const { frames } = await scrolled(page, devtools, { x: 0, y: 0, ...VIEWPORT }, direction);
    tell(what, rhythm(frames));
  }
  await page.close();
}

/** The tasks and the frames of a page while the wheel turns over its box. */
async function scrolled(page, devtools, box, direction) {
  await page.evaluate(watchFrames);
  const tasks = await traced(page, () =>
    devtools.send("Input.synthesizeScrollGesture", {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      yDistance: direction * asked.distance,
      speed: SPEED,
      gestureSourceType: "mouse",
    }),
  );
  return { tasks, ...(await page.evaluate(() => window.watched.end())) };
}

function rhythm(frames) {
  const late = frames.filter((ms) => ms > LATE * FRAME);
  return { ...spread(frames), late_frames: late.length / frames.length };
}

/** In the page: the number of the first message in sight, which its text begins with. */
function placeInRoom() {
  const log = document.querySelector("#open [role=log]");
  const top = log.getBoundingClientRect().top;
  const first = [...log.querySelectorAll("article")].find((row) => row.getBoundingClientRect().bottom > top);
  return Number(/no\. (\d+)[.:]/.exec(first?.textContent)?.[1]);
}

/** In the page: the time between frames, and the most rows that were in the document. */
function watchFrames() {
  const list = document.querySelector("#open [role=log]")?.firstElementChild;
  const frames = [];
  let rows = 0;
  let last = performance.now();
  let next = requestAnimationFrame(function look(now) {
    frames.push(now - last);
    rows = Math.max(rows, list?.childElementCount ?? 0);
    last = now;
    next = requestAnimationFrame(look);
  });
  window.watched = {
    end() {
      cancelAnimationFrame(next);
      return { frames: frames.slice(1), rows };
    },
  };
}

async function metrics(devtools) {
  const { metrics: found } = await devtools.send("Performance.getMetrics");
  return Object.fromEntries(found.map(({ name, value }) => [name, value]));
}

/** The tasks of the page's main thread meanwhile, and `keys`: when each key went down. */
async function traced(page, work) {
  await browser.startTracing(page, { categories: TRACED });
  await work();
  const { traceEvents: events } = JSON.parse((await browser.stopTracing()).toString());
  const { pid, tid } = mainThread(events);
  const own = events.filter((event) => event.pid === pid && event.tid === tid);
  const during = collecting(own);
  const tasks = own
    .filter(({ name, ph }) => name.endsWith("RunTask") && ph === "X")
    .map(({ ts, dur, tdur }) => ({ at: ts, ms: (tdur ?? dur) / 1000, gc: during(ts, ts + dur) }));
  const keys = own
    .filter(({ name, args }) => name === "EventDispatch" && args.data?.type === "keydown")
    .map(({ ts }) => ts - 1_000); // microseconds: the task that it is in began a little before
  return Object.assign(tasks, { keys });
}

/** Tells of two moments how many milliseconds the collection of garbage took between them. */
function collecting(events) {
  const all = events.filter(({ name, ph }) => COLLECTS.test(name) && ph === "X");
  const within = (from, to) => all.filter(({ ts }) => ts >= from && ts < to);
  return (from, to) => within(from, to).reduce((sum, { dur, tdur }) => sum + (tdur ?? dur) / 1000, 0);
}

/** Of all renderers' main threads, the one with the most to do. */
function mainThread(events) {
  const isMain = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
  const count = ({ pid, tid }) => events.filter((event) => event.pid === pid && event.tid === tid).length;
  return events.filter(isMain).sort((a, b) => count(b) - count(a))[0];
}

function spread(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median_ms: at(0.5), p95_ms: at(0.95), longest_ms: sorted.at(-1) };
}
