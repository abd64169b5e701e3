import { runningCalculator } from './running-calculator';

describe('what curl -d sends', () => {
  const curl = async (data: string) => {
    const { http } = await runningCalculator();
    return http.post('/calculations').type('application/x-www-form-urlencoded').send(data);
  };

  it.each([
    '{"expression":"3 + 4"}',
    ' \n{"expression": "3+4"}\n',
    'expression=3%2B4',
    'expression=3+%2B+4%0A',
  ])('%j is understood', async (data) =>
    expect((await curl(data)).body).toMatchObject({ text: '3 + 4 = 7', visits: 1 }),
  );

  it('a + that the form made a space is reported, with the cure', async () => {
    const { body, status } = await curl('expression=3+4');
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'expression-invalid',
      detail: expect.stringContaining('Position 3: "4"'),
    });
    expect(body.action).toContain('%2B');
    expect(body.action).toContain("curl --data-urlencode 'expression=3+4'");
  });

  it.each(['{"expression":', '{"__proto__":{"expression":"1"}}'])('%j is an invalid body', async (data) => {
    const { body, status } = await curl(data);
    expect([status, body.code]).toEqual([400, 'invalid-body']);
  });

  it.each(['__proto__=1', 'constructor=1', 'a=%ff%', ''])(
    '%j has no expression, and says what to send',
    async (data) => {
      const { body, status } = await curl(data);
      expect([status, body.code]).toEqual([400, 'invalid-input']);
      expect(body.detail).toMatch(/expression: must be a text|Send \{"expression": "3 \+ 4"\} as JSON/);
    },
  );
});

describe('bodies that cannot be read', () => {
  it.each([
    ['no expression', '{}', 'application/json', 400, 'invalid-input'],
    ['a number', '{"expression":7}', 'application/json', 400, 'invalid-input'],
    [
      'two expressions',
      'expression=1&expression=2',
      'application/x-www-form-urlencoded',
      400,
      'invalid-input',
    ],
    [
      'half a body',
      '{"expression":',
      'application/json',
      400,
      expect.stringMatching(/^(invalid-body|bad-request)$/),
    ],
    ['another type', '<a/>', 'application/xml', 415, 'unsupported-media-type'],
    ['plain text', '3 + 4', 'text/plain', 415, 'unsupported-media-type'],
    ['a flood', `{"expression":"${'1'.repeat(1_000_000)}"}`, 'application/json', 413, 'body-too-large'],
  ])('%s', async (_name, body, type, status, code) => {
    const { http } = await runningCalculator();
    const answer = await http.post('/calculations').set('content-type', type).send(body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, code });
    expect((await http.get('/visits')).body.visits).toBe(0);
  });

  it('ten thousand brackets', async () => {
    const { http } = await runningCalculator();
    const { body } = await http
      .post('/calculations')
      .send({ expression: '('.repeat(10_000) })
      .expect(422);
    expect(body.code).toBe('expression-too-long');
  });

  it('nothing at all', async () => {
    const { http } = await runningCalculator();
    const { body } = await http.post('/calculations').expect(400);
    expect(body.code).toBe('invalid-input');
    expect(body.detail).toBe('Send {"expression": "3 + 4"} as JSON, or a form with the field expression.');
  });
});
