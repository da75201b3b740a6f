#include "serial.h"

#include <linux/serial.h>
#include <sys/file.h>
#include <sys/ioctl.h>

#include <cerrno>

namespace stopline {

int PortHeld(int fd) {
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) return errno;
  flock(fd, LOCK_UN);
  return 0;
}

int SwitchRs485(int fd, std::uint32_t before_ms, std::uint32_t after_ms) {
  serial_rs485 mode{};
  // What the driver has from its device tree stays, but for what is asked: which way its pin is wired is known there
  // alone.
  if (ioctl(fd, TIOCGRS485, &mode) != 0) return errno;
  if ((mode.flags & (SER_RS485_RTS_ON_SEND | SER_RS485_RTS_AFTER_SEND)) == 0) mode.flags |= SER_RS485_RTS_ON_SEND;
  mode.flags |= SER_RS485_ENABLED;
  mode.flags &= ~static_cast<std::uint32_t>(SER_RS485_RX_DURING_TX);
  mode.delay_rts_before_send = before_ms;
  mode.delay_rts_after_send = after_ms;
  if (ioctl(fd, TIOCSRS485, &mode) != 0) return errno;
  // The driver gives back what it has made of it.
  return (mode.flags & SER_RS485_ENABLED) != 0 ? 0 : ENOTTY;
}

}  // namespace stopline
