import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Debian's package; CHROMIUM names another one. Nothing is downloaded. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const isChromiumHere = () => existsSync(chromiumPath);

/** Chromium refuses its sandbox to root, which a container is. */
export const startChromium = () =>
  chromium.launch({
    executablePath: chromiumPath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
