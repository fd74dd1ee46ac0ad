#!/bin/sh
# Fetches the design system and htmx from the npm registry and lays out what a page needs of them.
# The result is committed; the Rust build never runs this. Run it after changing a version.
set -eu
dkfds=11.2.0
htmx=4.0.1
here=$(cd "$(dirname "$0")" && pwd)/assets
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "dkfds@$dkfds" "htmx.org@$htmx" >/dev/null
mkdir dkfds htmx
tar xzf "dkfds-$dkfds.tgz" -C dkfds --strip-components=1
tar xzf "htmx.org-$htmx.tgz" -C htmx --strip-components=1

rm -rf "$here/vendor"
mkdir -p "$here/vendor/css" "$here/vendor/js" "$here/vendor/img/svg-icons" "$here/vendor/licences"
fonts=fonts/IBMPlexSans/complete/woff2
mkdir -p "$here/vendor/$fonts"

# The regular weight lists eot first and a broken format hint, so that browsers fetch the wrong file: only woff2 is kept.
# The source map is not shipped, and no page shows the placeholder logos.
sed -e 's|url([^)]*/eot/[^)]*),||g' \
    -e 's|url([^)]*/woff/[^)]*) format("woff"),||g' \
    -e 's|,url([^)]*/woff/[^)]*) format("woff")||g' \
    -e 's|,url([^)]*/ttf/[^)]*) format("truet ype")||g' \
    -e 's|url([^)]*placeholder.png)|none|g' \
    -e 's|/\*# sourceMappingURL=.*\*/||' \
    dkfds/dist/css/dkfds.min.css > "$here/vendor/css/dkfds.min.css"
if grep -q -E 'eot|truet|placeholder\.png|/woff/' "$here/vendor/css/dkfds.min.css"; then
    echo "the font-face rules of dkfds have changed: look at vendor.sh" >&2
    exit 1
fi
for weight in Regular Italic Medium SemiBold Bold; do
    cp "dkfds/dist/$fonts/IBMPlexSans-$weight.woff2" "$here/vendor/$fonts/"
done
cp dkfds/dist/fonts/IBMPlexSans/complete/woff2/license.txt "$here/vendor/licences/IBMPlexSans-OFL.txt"
cp dkfds/LICENSE.md "$here/vendor/licences/dkfds.md"
cp htmx/LICENSE "$here/vendor/licences/htmx.txt"
cp htmx/dist/htmx.min.js "$here/vendor/js/"

# Icons that the style sheet shows in the components we use.
for icon in check chevron-down chevron-up chevron-left chevron-right close info warning error success \
    sort-table-ascending sort-table-descending sort-table-none check-white minus plus search open-in-new; do
    cp "dkfds/dist/img/svg-icons/$icon.svg" "$here/vendor/img/svg-icons/"
done

cd "$here"
find vendor -type f | LC_ALL=C sort | xargs sha256sum > ../vendor.sha256
