import { canI } from './access';
import { refused, unreachable } from './errors';

const list = { verb: 'list', kind: 'StatefulSet', namespace: 'lab' } as const;

it('a missing permission is named, with the command that asks for it', () => {
  const answer = {
    message:
      'statefulsets.apps is forbidden: User "x" cannot list resource "statefulsets" in API group "apps"',
    reason: 'Forbidden',
  };
  expect(refused(list, 403, answer)).toMatchObject({
    code: 'cluster-forbidden',
    message: 'It is not permitted to list statefulsets.apps in lab.',
    action:
      'See: kubectl auth can-i list statefulsets.apps -n lab; visits verify rbac prints what is needed.',
  });
});

it('what admission refuses is no missing permission', () => {
  const answer = { message: 'pods "a" is forbidden: exceeded quota: small', reason: 'Forbidden' };
  expect(refused({ verb: 'create', kind: 'Pod', namespace: 'lab' }, 403, answer)).toMatchObject({
    code: 'cluster-refused',
    message: 'The cluster refused to create pods: pods "a" is forbidden: exceeded quota: small.',
  });
});

it.each([
  [
    { verb: 'create', kind: 'Pod', subresource: 'exec', namespace: 'lab' } as const,
    'create pods --subresource=exec -n lab',
  ],
  [{ verb: 'get', kind: 'Namespace', name: 'lab' } as const, 'get namespaces/lab'],
])('%j is asked for by kubectl', (access, asked) => {
  expect(canI(access)).toBe(`kubectl auth can-i ${asked}`);
});

it('one sentence, however many lines the cause has', () => {
  expect(unreachable('https://a', new Error('first\n  second.')).message).toBe(
    'The cluster at https://a cannot be reached (first second).',
  );
});
