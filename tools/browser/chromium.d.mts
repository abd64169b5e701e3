import type { Browser } from 'playwright-core';

export const chromiumPath: string;
export function isChromiumHere(): boolean;
export function startChromium(): Promise<Browser>;
