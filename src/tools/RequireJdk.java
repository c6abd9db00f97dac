import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Refuses to package a release with a JDK that has known vulnerabilities: {@code java
 * src/tools/RequireJdk.java VERSION DATE RELEASE}, with the newest known security release of the
 * JDK, its date, and the time of the release that is made. The JDK that runs this is the one whose
 * runtime goes into the package.
 */
final class RequireJdk {
  /** A security release comes out every three months at the latest. */
  private static final long OLDEST_DAYS = 100;

  private static final String WHERE =
      "look for a newer one at https://openjdk.org/groups/vulnerability/advisories/, then set"
          + " release.jdk and release.jdk.date in pom.xml";

  static void main(String... args) {
    var newest = Runtime.Version.parse(args[0]);
    var published = LocalDate.parse(args[1]);
    var released = OffsetDateTime.parse(args[2]).withOffsetSameInstant(ZoneOffset.UTC);
    long age = ChronoUnit.DAYS.between(published, released.toLocalDate());
    if (age > OLDEST_DAYS) {
      refuse(
          "release.jdk is %s of %s, %d days before this release: %s"
              .formatted(newest, published, age, WHERE));
    }
    if (isOlder(Runtime.version(), newest)) {
      refuse(
          ("a release contains its Java runtime, and needs JDK %s (%s) or newer; this is %s, %s, in"
                  + " %s: install a newer one and set JAVA25_HOME to it")
              .formatted(
                  newest,
                  published,
                  Runtime.version(),
                  System.getProperty("java.vendor"),
                  System.getProperty("java.home"),
                  WHERE));
    }
  }

  /** Compares only the numbers: a build of the same version by another vendor is as new. */
  private static boolean isOlder(Runtime.Version one, Runtime.Version other) {
    for (int i = 0; i < Math.max(one.version().size(), other.version().size()); i++) {
      int order = Integer.compare(number(one, i), number(other, i));
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  private static int number(Runtime.Version version, int at) {
    return at < version.version().size() ? version.version().get(at) : 0;
  }

  private static void refuse(String why) {
    System.err.println("release: " + why);
    System.exit(1);
  }
}
