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
    ['/', ['GET', 'HEAD', 'OPTIONS']],
    ['/?a=/items/1', ['GET', 'HEAD', 'OPTIONS']],
    ['/items/1', ['GET', 'OPTIONS']],
    ['/items/new', ['GET', 'OPTIONS', 'POST']],
    ['/items/', []],
    ['/items/1/2', []],
    ['/openapixjson', []],
    ['*', ['GET', 'HEAD', 'OPTIONS', 'POST']],
    ['/nope', []],
  ])('%s knows %j', (url, methods) => {
    expect(table.methodsOf(url)).toEqual(methods);
  });
});
