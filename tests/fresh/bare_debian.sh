#!/bin/bash
# Proves the first two commands of the README where they are true: on a bare Debian 12 with nothing
# but python3, git and ca-certificates, as an unprivileged user, from a fresh clone.
#
#   sudo tests/fresh/bare_debian.sh                          # ./sentra demo --exit; ./sentra test
#   sudo tests/fresh/bare_debian.sh "./sentra status" ...    # other commands, each one argument
#   KEEP=1 sudo tests/fresh/bare_debian.sh                   # leave the folder for a look
#
# Needs root and debootstrap. A proxy, mirror or CA of the host (PIP_*, UV_*, SSL_CERT_FILE, *_proxy)
# is passed in; nothing else of the host is visible inside.
set -euo pipefail

if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
    echo "bare_debian.sh needs root and debootstrap (apt-get install debootstrap)." >&2
    exit 2
fi

checkout=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
scratch=$(mktemp -d "${TMPDIR:-/var/tmp}/sentra-bare.XXXXXX")
root=$scratch/root
user=petugas
home=/home/$user
[ $# -gt 0 ] || set -- "./sentra demo --exit" "./sentra test"

clean_up() {
    status=$?
    # The launcher and all that it started live in this root and nowhere else.
    for process in /proc/[0-9]*; do
        if [ "$(readlink "$process/root")" = "$root" ]; then kill -9 "${process#/proc/}" || true; fi
    done
    for mounted in "$root/dev/shm" "$root/proc"; do
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            mountpoint -q "$mounted" || break
            umount "$mounted" || sleep 0.5
        done
        # Never delete through a mount.
        if mountpoint -q "$mounted"; then echo "$mounted is still mounted: $scratch is left." >&2; exit 1; fi
    done
    if [ -n "${KEEP:-}" ]; then echo "left for a look: $root$home/sentra"; else rm -rf "$scratch"; fi
    exit $status
}
trap clean_up EXIT

echo "== a bare Debian 12 in $root"
debootstrap --variant=minbase --include=python3,git,ca-certificates bookworm "$root" >"$scratch/debootstrap.log"
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm"
mount -t tmpfs -o mode=1777,size=256m tmpfs "$root/dev/shm"
cp /etc/resolv.conf /etc/hosts "$root/etc/"

passed=(HOME=$home USER=$user LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin)
while IFS= read -r name; do
    value=${!name}
    if [ -f "$value" ]; then # a CA bundle or a configuration file
        install -D -m 644 "$value" "$root/etc/host/$name"
        value=/etc/host/$name
    elif [ -d "$value" ]; then
        continue
    fi
    passed+=("$name=$value")
done < <(compgen -e | grep -E '^(PIP_|UV_|SSL_CERT_FILE$|REQUESTS_CA_BUNDLE$|https?_proxy$|HTTPS?_PROXY$|no_proxy$|NO_PROXY$)')
[ ! -f /etc/pip.conf ] || install -m 644 /etc/pip.conf "$root/etc/pip.conf"
[ -z "${SSL_CERT_FILE:-}" ] || install -m 644 "$SSL_CERT_FILE" "$root/etc/ssl/certs/ca-certificates.crt"

chroot "$root" useradd --create-home --shell /bin/bash "$user"
git clone --quiet --no-hardlinks "$checkout" "$root$home/sentra"
chroot "$root" chown -R "$user:$user" "$home/sentra"

failed=0
for command in "$@"; do
    echo "== $command"
    began=$(date +%s.%N)
    if ! chroot --userspec="$user:$user" "$root" env -i "${passed[@]}" bash -c "cd ~/sentra && $command"; then
        echo "== FAILED: $command"
        failed=1
    fi
    printf '== %s took %.1f s\n' "$command" "$(echo "$(date +%s.%N) $began" | awk '{print $1-$2}')"
done
exit $failed
