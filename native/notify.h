// A word to the service manager that started us. Node has no datagram sockets of the local kind.
#pragma once

namespace stopline {

// Sends `text` to the datagram socket at `path` (systemd's NOTIFY_SOCKET; one that begins with @ is abstract) without
// waiting. 0, or the errno.
int Notify(const char* path, const char* text);

}  // namespace stopline
