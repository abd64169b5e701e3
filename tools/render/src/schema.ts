import { type KubernetesObject } from '@kubernetes/client-node';

interface Attribute {
  readonly baseName: string;
  readonly type: string;
}
type Model = { getAttributeTypeMap(): Attribute[] };

const models = new Map<string, Model>();
const primitives: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  IntOrString: (value) => typeof value === 'string' || Number.isInteger(value),
  Date: (value) => typeof value === 'string',
  any: () => true,
};

/** Unknown fields and wrong types, by the attribute maps of the official client's models. */
export async function schemaFindings(object: KubernetesObject): Promise<string[]> {
  const group = object.apiVersion ?? '';
  if (!/^((apps|policy|networking\.k8s\.io)\/)?v1$/.test(group))
    return [`${object.kind}: no schema for ${group}`];
  return walk(`V1${object.kind}`, object, `${object.kind}/${object.metadata?.name}`);
}

async function walk(type: string, value: unknown, path: string): Promise<string[]> {
  if (value === null) return [`${path} is null`];
  const primitive = primitives[type];
  if (primitive) return primitive(value) ? [] : [`${path} is no ${type}`];
  const list = /^Array<(.+)>$/.exec(type);
  if (list) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return flat(value.map((item, index) => walk(list[1]!, item, `${path}[${index}]`)));
  }
  if (typeof value !== 'object' || Array.isArray(value)) return [`${path} is no object`];
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type);
  if (map) return flat(Object.entries(value).map(([key, item]) => walk(map[1]!, item, `${path}.${key}`)));
  const attributes = (await modelOf(type)).getAttributeTypeMap();
  return flat(
    Object.entries(value).map(async ([key, item]) => {
      const attribute = attributes.find(({ baseName }) => baseName === key);
      return attribute ? walk(attribute.type, item, `${path}.${key}`) : [`${path}.${key} is unknown`];
    }),
  );
}

/** Loaded one by one: the client's index has two thousand of them. */
async function modelOf(type: string): Promise<Model> {
  const known = models.get(type);
  if (known) return known;
  const file = (await import(`@kubernetes/client-node/dist/gen/models/${type}.js`)) as Record<string, Model>;
  const model = file[type];
  if (!model) throw new Error(`the client has no model ${type}`);
  models.set(type, model);
  return model;
}

async function flat(parts: Promise<string[]>[]): Promise<string[]> {
  return (await Promise.all(parts)).flat();
}
