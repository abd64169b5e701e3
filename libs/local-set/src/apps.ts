export const apps = ['clock', 'calculator'] as const;
export type App = (typeof apps)[number];
export type Replicas = Readonly<Record<App, number>>;
