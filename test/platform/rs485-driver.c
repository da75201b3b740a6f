/* A tty driver with an RS-485 mode, as Documentation/driver-api/serial/serial-rs485.rst has it, in front of every tty of the process that it
   is preloaded into: no pty has one. What was set is written to the file that RS485_TOLD names. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/serial.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>

static struct serial_rs485 mode;

int ioctl(int fd, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  if (request == TIOCGRS485) {
    *(struct serial_rs485 *)argument = mode;
    return 0;
  }
  if (request == TIOCSRS485) {
    mode = *(struct serial_rs485 *)argument;
    FILE *told = fopen(getenv("RS485_TOLD"), "w");
    if (told == NULL) abort();
    fprintf(told, "%s%s%s%s %u ms before, %u ms after\n", mode.flags & SER_RS485_ENABLED ? "enabled" : "disabled",
            mode.flags & SER_RS485_RTS_ON_SEND ? ", RTS on send" : "", mode.flags & SER_RS485_RTS_AFTER_SEND ? ", RTS after send" : "",
            mode.flags & SER_RS485_RX_DURING_TX ? ", hears itself" : "", mode.delay_rts_before_send, mode.delay_rts_after_send);
    fclose(told);
    return 0;
  }
  static int (*next)(int, unsigned long, void *);
  if (next == NULL) next = (int (*)(int, unsigned long, void *))dlsym(RTLD_NEXT, "ioctl");
  return next(fd, request, argument);
}
