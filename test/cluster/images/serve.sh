#!/bin/sh
# Process 1: a web server on port $PORT that ends when it is told to, as nginx does.
echo $$ >/run/nginx.pid
trap 'exit 0' TERM INT QUIT
httpd -f -p "$PORT" -h /page &
wait
