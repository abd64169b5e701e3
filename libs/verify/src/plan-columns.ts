export const PLAN_COLUMNS = ['SCENARIO', 'LEVEL', 'CHANGE', 'DEADLINE', 'PERMISSION'] as const;
