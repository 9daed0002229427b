#!/bin/sh
# Packs the application image as a .deb: build-deb.sh IMAGE VERSION FOLDER. Needs dpkg-deb alone.
# Not by jpackage: what it makes asks for a menu folder at its installation, and is left half
# configured where there is none; and it does not depend on GTK.
set -eu

image=$1
version=$2
out=$3
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
arch=$(dpkg --print-architecture)
tree=$out/deb

rm -rf "$tree"
install -d "$tree/DEBIAN" "$tree/opt" "$tree/usr/bin" "$tree/usr/share/doc/gatehouse"
cp -a "$image" "$tree/opt/gatehouse"
ln -s /opt/gatehouse/bin/gatehouse "$tree/usr/bin/gatehouse"
install -Dm644 "$here/gatehouse.desktop" "$tree/usr/share/applications/gatehouse.desktop"
install -Dm644 "$here/gatehouse-node.service" "$tree/lib/systemd/system/gatehouse-node.service"
install -Dm644 "$root/icons/gatehouse.svg" "$tree/usr/share/icons/hicolor/scalable/apps/gatehouse.svg"
for size in 16 24 32 48 64 128 256 512; do
    install -Dm644 "$root/icons/gatehouse-$size.png" \
        "$tree/usr/share/icons/hicolor/${size}x$size/apps/gatehouse.png"
done
cat "$root/NOTICE" "$root/LICENSE" >"$tree/usr/share/doc/gatehouse/copyright"
chmod -R u=rwX,go=rX "$tree"
cat >"$tree/DEBIAN/control" <<CONTROL
Package: gatehouse
Version: $version
Architecture: $arch
Section: misc
Priority: optional
Maintainer: Gatehouse <gatehouse@localhost>
Installed-Size: $(du -ks "$tree/opt" | cut -f1)
Depends: libgtk-3-0, libpangoft2-1.0-0, libfreetype6, fontconfig, libgl1, libx11-6, libxtst6, libxxf86vm1
Description: Operator console of a car park with many gates
 The console of one booth with its central node inside: it keeps its own ledger of
 who came in and who left, and exchanges it with the other booths.
 .
 The node without a window runs as gatehouse-node.service, which is off at first.
CONTROL
dpkg-deb --root-owner-group -Zxz --build "$tree" "$out/gatehouse_${version}_$arch.deb"
rm -rf "$tree"
