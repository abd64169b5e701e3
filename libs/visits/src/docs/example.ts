interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: boolean | number;
}

/** What our fields look like; a name means the same in every answer. */
const examples: Readonly<Record<string, unknown>> = {
  time: '18:00:57',
  zone: 'Europe/Moscow',
  pod: 'clock-0',
  ordinal: 0,
  replica: '583389b3-1c2d-4e5f-8a9b-0123456789ab',
  boot: 'd036bbb6',
  expression: '3 + 4',
  result: '7',
  text: '3 + 4 = 7',
  visits: 92,
  n: 92,
  total: 220,
  exact: true,
  reasons: [],
  reason: null,
  detail: null,
  duplicate: null,
  map: null,
  source: 'live',
  address: '10.244.0.7:8080',
};

/** A value of a schema, with the fields that an answer usually has. */
export function exampleOf(schema: object, name = '', depth = 0): unknown {
  if (Object.hasOwn(examples, name)) return examples[name];
  const {
    type,
    format,
    enum: values,
    properties,
    items,
    anyOf,
    minimum,
    exclusiveMinimum,
  } = schema as Schema;
  if (anyOf?.[0]) return exampleOf(anyOf[0], name, depth + 1);
  if (values) return values[0];
  if (properties && depth < 8) {
    return Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, exampleOf(value, key, depth + 1)]),
    );
  }
  if (type === 'array') return items ? [exampleOf(items, '', depth + 1)] : [];
  if (type === 'object') return {};
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return (minimum ?? 0) + (exclusiveMinimum === true ? 1 : 0);
  return format === 'date-time' ? '2026-11-21T15:00:57.402Z' : '';
}
