// What a serial port needs of Linux that Node cannot say: whether another program holds it, and who switches its RS-485
// transceiver. Each takes an open descriptor and returns 0 or the errno.
#pragma once

#include <cstdint>

namespace stopline {

// EWOULDBLOCK where another open descriptor has the port's lock (flock, as the serial library takes it); leaves none
// behind.
int PortHeld(int fd);

// The kernel switches the transceiver by RTS, these ms before the first bit and behind the last one, and hears nothing
// of its own. ENOTTY where the driver has no such mode.
int SwitchRs485(int fd, std::uint32_t before_ms, std::uint32_t after_ms);

}  // namespace stopline
