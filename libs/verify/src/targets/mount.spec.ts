import { mountOf } from './mount';

const mounts = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /tmp rw,nosuid - tmpfs tmpfs rw,size=1g
31 30 7:0 / /tmp/a\\040disk rw - xfs /dev/loop0 rw
32 22 0:26 / /tmp rw - btrfs /dev/sdb rw
`;

it.each([
  ['/srv/visits', '/', 'ext4', '/dev/sda1'],
  ['/tmp/a disk/clock-0', '/tmp/a disk', 'xfs', '/dev/loop0'],
  ['/tmp/another', '/tmp', 'btrfs', '/dev/sdb'],
  ['/tmpfiles', '/', 'ext4', '/dev/sda1'],
])('%s lies on %s', (dir, point, fileSystem, device) => {
  expect(mountOf(dir, mounts)).toMatchObject({ point, fileSystem, device });
});

it('is not known where the system does not say it', () => {
  expect(mountOf('/tmp', null)).toBeNull();
});
