package io.certvigil.cli.terminal;

/** The Java that runs this program: its own runtime of the package, or one of the machine. */
public final class JavaRuntime {
  private JavaRuntime() {}

  /** Version, vendor and folder: where to look for its security updates. */
  public static String description() {
    return "%s, %s, in %s"
        .formatted(
            Runtime.version(), System.getProperty("java.vendor"), System.getProperty("java.home"));
  }
}
