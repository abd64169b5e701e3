import { RouteTable } from './route-table';

describe('the route table', () => {
  const table = new RouteTable();
  table.add('/', ['GET']);
  table.add('/', ['HEAD']);
  table.add('/items/:id', ['GET']);
  table.add('/items/new', ['POST']);
  table.add('/openapi.json', ['GET']);
  table.add('/*', ['GET', 'PUT']);

  it.each([
    ['/', ['GET', 'HEAD']],
    ['/?a=/items/1', ['GET', 'HEAD']],
    ['/items/1', ['GET']],
    ['/items/new', ['GET', 'POST']],
    ['/items/', []],
    ['/items/1/2', []],
    ['/openapixjson', []],
    ['/nope', []],
  ])('%s knows %j', (url, methods) => {
    expect(table.methodsOf(url)).toEqual(methods);
  });
});
