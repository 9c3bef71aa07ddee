#!/bin/sh
# Boots a machine of its own on this one: systemd as its first process, its own network, its own
# /etc, /run, /tmp and everything else that is written, which is gone when it ends. Called inside new
# namespaces (mount, PID, UTS, IPC, network, cgroup) as
#     boot.sh DIRECTORY            an empty directory on a real file system, for what is written
# The system's own programs are this machine's; nothing it does can be seen outside.
set -e
at=$1
mkdir -p "$at/upper" "$at/work" "$at/root" "$at/data"
mount -t overlay machine -o "lowerdir=/,upperdir=$at/upper,workdir=$at/work" "$at/root"
cd "$at/root"

mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
# Where the kernel still has the first kind of control groups, systemd gets a hierarchy of its own.
mount -t tmpfs -o mode=755 cgroup sys/fs/cgroup
mkdir sys/fs/cgroup/systemd
if ! mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd 2>/dev/null; then
    umount sys/fs/cgroup
    mount -t cgroup2 cgroup2 sys/fs/cgroup
fi
mount -t tmpfs -o mode=755 run run
mount -t tmpfs -o mode=1777 tmp tmp
mount -t tmpfs -o mode=755 dev dev
for name in null zero full random urandom tty; do
    touch "dev/$name"
    mount --bind "/dev/$name" "dev/$name"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 pts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr

# A register is refused on an overlay, as on a network: the database's own directory is a real one.
mkdir -p var/lib/liuhen
mount --bind "$at/data" var/lib/liuhen

ip link set lo up 2>/dev/null || ifconfig lo up
hostname court
mkdir -p old
pivot_root . old
exec chroot . /bin/sh -c 'umount -l /old && exec env -i container=liuhen-test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=multi-user.target'
