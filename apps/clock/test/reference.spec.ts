import { documentedRoutes } from '@visits/visits/testing';
import { runningClock } from './running-clock';

it("the reference's routes are the clock's", async () => {
  const { http } = await runningClock();
  const { body } = await http.get('/openapi.json').expect(200);
  const contract = Object.keys(body.paths).filter((path) => !/^\/(style\.css|favicon\.ico)$/.test(path));
  expect(documentedRoutes('clock')).toEqual([...contract, '/docs', '/openapi.json'].sort());
});
