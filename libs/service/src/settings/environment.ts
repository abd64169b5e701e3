import { hostname } from 'node:os';
import { z } from 'zod';

const portNumber = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65535)
    .default(fallback);

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** Siblings speak plain HTTP to each other: another scheme would be ignored in silence. */
const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'http:';

const text = z.string().default('');
const siblings = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((peer) => peer.trim())
      .filter(Boolean),
  )
  .refine((peers) => peers.every((peer) => isOrigin(peer.includes('://') ? peer : `http://${peer}`)))
  .default([]);

/** One entry per environment variable. Values arrive as text; an empty value counts as unset. */
export const serviceEnvironment = z.object({
  PORT: portNumber(8080),
  HOST: z.string().regex(/^\S+$/).default('0.0.0.0'),
  DATA_DIR: z.string().default('/data'),
  TIME_ZONE: z.string().refine(isTimeZone).default('Europe/Moscow'),
  POD_NAME: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,253}$/)
    .default(() => hostname()),
  POD_NAMESPACE: text,
  POD_UID: text,
  NODE_NAME: text,
  CLAIM_NAME: text,
  LOG_KEEP_BYTES: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .refine((bytes) => bytes >= 65536)
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HEADLESS_SERVICE: text,
  PEERS: siblings,
  ADMIN_PORT: portNumber(9465),
  METRICS_PORT: portNumber(9464),
  DRAIN_SECONDS: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,3})?$/)
    .transform(Number)
    .refine((seconds) => seconds <= 300)
    .default(5),
});

export type SettingName = keyof typeof serviceEnvironment.shape;
