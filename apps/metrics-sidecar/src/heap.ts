import { setFlagsFromString } from 'node:v8';

// Imported first: V8 sizes its young generation when it first grows. The sidecar answers one scrape in a while, so
// it gains nothing from the default 16 MiB.
setFlagsFromString('--max-semi-space-size=1');
