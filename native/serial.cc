#include "serial.h"

#include <linux/serial.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <cerrno>

namespace stopline {

namespace {

speed_t SpeedOf(std::int32_t baud) {
  switch (baud) {
    case 1200:
      return B1200;
    case 2400:
      return B2400;
    case 4800:
      return B4800;
    case 9600:
      return B9600;
    case 19200:
      return B19200;
    case 38400:
      return B38400;
    case 57600:
      return B57600;
    case 115200:
      return B115200;
    case 230400:
      return B230400;
    default:
      return B0;
  }
}

}  // namespace

int LockPort(int fd) { return flock(fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno; }

int SetLine(int fd, const LineSettings& line) {
  const speed_t speed = SpeedOf(line.baud);
  if (speed == B0) return EINVAL;
  termios settings{};
  if (tcgetattr(fd, &settings) != 0) return errno;
  cfmakeraw(&settings);
  // A byte without its stop bit, or with the wrong parity, is none.
  settings.c_iflag = IGNPAR;
  if (line.parity != 0) settings.c_iflag |= INPCK;
  settings.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | PARENB | PARODD | CRTSCTS);
  settings.c_cflag |= CLOCAL | CREAD | HUPCL;
  if (line.stop_bits == 2) settings.c_cflag |= CSTOPB;
  if (line.parity != 0) settings.c_cflag |= PARENB;
  if (line.parity == 2) settings.c_cflag |= PARODD;
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  cfsetispeed(&settings, speed);
  cfsetospeed(&settings, speed);
  if (tcsetattr(fd, TCSANOW, &settings) != 0) return errno;
  return tcflush(fd, TCIOFLUSH) == 0 ? 0 : errno;
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
