// Pictures of every view at two widths, in both languages and themes: `npm run screenshots`, then look at screenshots/.

import { mkdir } from "node:fs/promises";
import { startBench } from "./lib/bench.mjs";
import { VIEWS, fill } from "./lib/stage.mjs";

const folder = new URL("./screenshots/", import.meta.url);
await mkdir(folder, { recursive: true });
const bench = await startBench();
try {
  for (const width of [375, 1280]) {
    for (const language of ["zh", "en"]) {
      for (const theme of ["light", "dark"]) await take({ width, height: width === 375 ? 740 : 800, language, theme });
    }
  }
} finally {
  await bench.stop();
}

async function take({ width, height, language, theme }) {
  await fill(bench);
  const { page, close } = await bench.open({ width, height, language, theme });
  for (const [name, show] of VIEWS) {
    await show(page, bench);
    await page.screenshot({ path: new URL(`${width}-${language}-${theme}-${name}.png`, folder).pathname });
  }
  await close();
}
