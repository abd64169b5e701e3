import { clusterDomain } from './resolve';

it('the domain of a cluster is on the search list of its pods', () => {
  const conf = 'search app.svc.corp.example svc.corp.example corp.example\nnameserver 10.96.0.10\n';
  expect(clusterDomain(conf)).toBe('corp.example');
  expect(clusterDomain('nameserver 10.96.0.10\n')).toBe('cluster.local');
});
