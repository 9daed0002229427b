#!/bin/sh
# Tries the .deb as a booth would: installs it, opens the window, takes a picture, stops it, removes
# it, and looks whether anything is left. As root: try-deb.sh FILE.deb PICTURE.png
# Needs Xvfb, xdotool and ImageMagick (import) beside what the package depends on.
set -eu

deb=$(realpath "$1")
picture=$2
data=$(mktemp -d)
display=:${GATEHOUSE_DISPLAY:-97}
program=
server=

fail() {
    echo "FAILED: $1" >&2
    exit 1
}

tidy() {
    [ -z "$program" ] || kill "$program" 2>/dev/null || true
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    dpkg-query -W gatehouse >/dev/null 2>&1 && dpkg --purge gatehouse >/dev/null
    rm -rf "$data"
}
trap tidy EXIT

dpkg-query -W -f '${db:Status-Status}\n' gatehouse 2>/dev/null | grep -q '^installed$' &&
    fail "gatehouse is installed here already"
apt-get install -y -qq --no-install-recommends "$deb" >"$data/apt" 2>&1 ||
    { cat "$data/apt" >&2; fail "the package cannot be installed"; }
[ "$(dpkg-query -W -f '${db:Status-Status}' gatehouse)" = installed ] || fail "half installed"
gatehouse --version | grep -q '^gatehouse ' || fail "gatehouse --version says nothing"

Xvfb "$display" -screen 0 1366x768x24 >/dev/null 2>&1 &
server=$!
sleep 1
DISPLAY=$display gatehouse --data "$data/booth" >"$data/output" 2>&1 &
program=$!
tries=0
until grep -qs 'Window shown after' "$data/booth/logs/gatehouse.log"; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { cat "$data/output" >&2; fail "no window after 60 s"; }
    kill -0 "$program" 2>/dev/null || { cat "$data/output" >&2; fail "it ended by itself"; }
    sleep 1
done
sleep 5 # the node opens behind its window
DISPLAY=$display xdotool search --name '^Gatehouse$' >/dev/null || fail "there is no such window"
DISPLAY=$display import -window root "$picture"
grep -h 'Window shown after' "$data/booth/logs/gatehouse.log"

kill -TERM "$program"
wait "$program" || fail "it did not stop in order"
program=
dpkg --purge gatehouse >/dev/null
for left in /opt/gatehouse /usr/bin/gatehouse /usr/share/applications/gatehouse.desktop \
    /lib/systemd/system/gatehouse-node.service /usr/share/doc/gatehouse; do
    [ ! -e "$left" ] || fail "$left is left"
done
echo "Installed, shown, stopped and removed; the picture is $picture"
