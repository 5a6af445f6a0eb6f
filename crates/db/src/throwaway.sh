# Makes a PostgreSQL cluster, says "ready DIRECTORY", and removes it when standard input ends. $1: the server's binaries,
# $2: durable, or hasty for one that loses everything with the power.
set -u
umask 077
PATH="$1:$PATH"
trap '' INT TERM HUP
directory=$(mktemp -d -t tassel-pg.XXXXXX) || exit 1
trap 'rm -rf "$directory"' EXIT
data="$directory/data"

# A copy of an initialised cluster is three times as quick as a new one. It must be ours and is put in place in one step.
template="$(dirname "$directory")/tassel-postgres-$(id -u)-$(postgres -V | tr -cd 'A-Za-z0-9.')"
if [ -d "$template" ] && [ -O "$template" ]; then
    cp -R "$template" "$data" || exit 1
else
    initdb -D "$data" -U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions >"$directory/log" 2>&1 || {
        echo "initdb failed: $(tail -n 1 "$directory/log")"
        exit 1
    }
    cp -R "$data" "$directory/template" && mv -T "$directory/template" "$template" 2>/dev/null
fi

if [ "$2" = hasty ]; then
    printf '%s = off\n' fsync synchronous_commit full_page_writes autovacuum >>"$data/postgresql.conf"
fi
postgres -D "$data" -c unix_socket_directories="$directory" -c listen_addresses= -c max_connections=200 \
    >>"$directory/log" 2>&1 </dev/null &
server=$!
tries=0
until grep -q '^ready' "$data/postmaster.pid" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 1000 ] || ! kill -0 "$server" 2>/dev/null; then
        echo "the server ended: $(tail -n 1 "$directory/log")"
        kill -QUIT "$server" 2>/dev/null
        exit 1
    fi
    sleep 0.02
done
echo "ready $directory"
cat >/dev/null
kill -QUIT "$server"
wait "$server"
