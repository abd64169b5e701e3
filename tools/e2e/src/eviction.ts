import { core } from './cluster';
import { type Namespace } from './namespace';

/** As a drain asks for it; the status that the API server answers with: 201, or 429 where a budget forbids it. */
export async function evict({ name: namespace }: Namespace, name: string): Promise<number> {
  try {
    await core.createNamespacedPodEviction({ name, namespace, body: { metadata: { name, namespace } } });
    return 201;
  } catch (error) {
    return (error as { code: number }).code;
  }
}
