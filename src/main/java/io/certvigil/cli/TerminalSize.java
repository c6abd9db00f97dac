package io.certvigil.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/** The width of the terminal on standard output, as the operating system reports it. */
final class TerminalSize {
  private static final long TIOCGWINSZ = 0x5413;
  private static final int STDOUT = 1;
  private static final long WINSIZE = 8;
  private static final long COLUMNS = 2;
  private static final int USUAL = 80;

  private TerminalSize() {}

  @SuppressWarnings("restricted") // the launcher and the manifest enable native access
  static int columns() {
    try (var arena = Arena.ofConfined()) {
      var linker = Linker.nativeLinker();
      var function =
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS);
      var ioctl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("ioctl"),
              function,
              Linker.Option.firstVariadicArg(2));
      var size = arena.allocate(WINSIZE);
      int failed = (int) ioctl.invokeExact(STDOUT, TIOCGWINSZ, size);
      int columns = size.get(ValueLayout.JAVA_SHORT, COLUMNS) & 0xffff;
      return failed == 0 && columns > 0 ? columns : USUAL;
    } catch (Throwable e) { // declared by invokeExact
      return USUAL;
    }
  }
}
