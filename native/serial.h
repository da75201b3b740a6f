// What a serial port needs of Linux that Node cannot say: its lock, its settings, and who switches its RS-485
// transceiver. Each takes an open descriptor and returns 0 or the errno.
#pragma once

#include <cstdint>

namespace stopline {

struct LineSettings {
  std::int32_t baud;
  std::int32_t parity;  // 0 none, 1 even, 2 odd
  std::int32_t stop_bits;
};

// EWOULDBLOCK where another open descriptor has the port's lock (flock, as every program that locks ports takes it by
// now).
int LockPort(int fd);

// Eight data bits, raw, no flow control, modem lines ignored; what lay in the driver is thrown away. EINVAL for a speed
// that is not usual, ENOTTY for what is no serial port. It may take as long as the adapter takes.
int SetLine(int fd, const LineSettings& line);

// The kernel switches the transceiver by RTS, these ms before the first bit and behind the last one, and hears nothing
// of its own. ENOTTY where the driver has no such mode.
int SwitchRs485(int fd, std::uint32_t before_ms, std::uint32_t after_ms);

}  // namespace stopline
