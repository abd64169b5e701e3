import { get } from 'node:http';

export interface AppPageLimits {
  deadlineMs: number;
  maxBytes: number;
}

/**
 * The app's own metrics, fetched now. Rejects when the app is down, slow, too wordy or answers anything but 200:
 * an old page is never kept. `node:http` and no pool: one small local request per scrape, and fetch costs memory.
 */
export function fetchAppPage(url: string, { deadlineMs, maxBytes }: AppPageLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(deadlineMs);
    const request = get(url, { agent: false, signal }, (response) => {
      if (response.statusCode !== 200) {
        refuse(`the app's page answered ${response.statusCode}`);
        return;
      }
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBytes) refuse(`the app's page is over ${maxBytes} bytes`);
        else chunks.push(chunk);
      });
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.on('error', reject);
    });
    request.on('error', reject);
    // Rejects first: an answer that is already here still ends in good order after its request was destroyed.
    function refuse(detail: string): void {
      reject(new Error(detail));
      request.destroy();
    }
  });
}
