package dev.gatehouse.mesh;

import org.java_websocket.WebSocket;
import org.jspecify.annotations.Nullable;

/** Where both kinds of socket report; called on the WebSocket library's threads. */
interface Sockets {
    /** Seconds between WebSocket pings; a dead link is noticed after one and a half of them. */
    int PING_SECONDS = 10;

    void opened(WebSocket socket, @Nullable PeerAddress dialled);

    void message(WebSocket socket, Object textOrBytes, int bytes);

    void closed(WebSocket socket, int code, String reason);

    void failed(@Nullable WebSocket socket, Exception e);
}
