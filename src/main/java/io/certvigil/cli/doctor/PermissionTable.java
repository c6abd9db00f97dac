package io.certvigil.cli.doctor;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.Fit;
import io.certvigil.model.Permission;
import io.certvigil.model.PrintableText;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the permission matrix: a block for each credential and account, with a row for each
 * source.
 */
final class PermissionTable {
  private static final int MOST_NAMES = 5;

  private final CommandContext context;
  private final WatchPlan plan;

  PermissionTable(CommandContext context, WatchPlan plan) {
    this.context = context;
    this.plan = plan;
  }

  /** One row of a block. */
  private record Line(String source, String account, String zone, String permission) {}

  private static final TablePrinter<Line> LISTING =
      new TablePrinter<>(
          List.of(
              left("SOURCE", Line::source),
              left("ACCOUNT", Line::account),
              left("ZONE", Line::zone),
              left("PERMISSION TO ADD (READ)", Line::permission).fit(Fit.NAME)),
          List.of(),
          line -> line,
          "");

  void print(List<ListPermission> permissions) {
    var blocks =
        List.copyOf(
            permissions.stream()
                .collect(
                    Collectors.groupingBy(
                        permission ->
                            List.of(permission.credential(), permission.scope().account().id()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values());
    blocks.forEach(this::block);
    if (blocks.stream().anyMatch(this::isSampled)) {
      context.out().println("1 of N: one zone represents its account; --all checks every zone");
    }
  }

  private void block(List<ListPermission> permissions) {
    context.out().println(PrintableText.of(title(permissions)));
    LISTING.print(context, OutputOption.Format.TABLE, rows -> lines(permissions).forEach(rows));
    exceptions(permissions, context);
    context.out().println();
  }

  /** Whether these are lists of the user of a credential, which have a block of their own. */
  private static boolean isOfUser(List<ListPermission> permissions) {
    return permissions.getFirst().scope().level() == ScopeLevel.USER;
  }

  private String title(List<ListPermission> permissions) {
    var first = permissions.getFirst();
    var account = first.scope().account();
    if (isOfUser(permissions)) {
      return first.credential() + ": its user";
    }
    var asked = zones(permissions);
    var zones =
        switch (asked.size()) {
          case 0 -> "no zone";
          case 1 -> "zone " + asked.getFirst().name();
          default -> asked.size() + " zones";
        };
    var others = isSampled(permissions) ? " (1 of " + watchedZones(permissions) + ")" : "";
    return first.credential() + ": account " + account.name() + ", " + zones + others;
  }

  /** Whether there are more zones than were checked. */
  private boolean isSampled(List<ListPermission> permissions) {
    return watchedZones(permissions) > zones(permissions).size();
  }

  private long watchedZones(List<ListPermission> permissions) {
    var first = permissions.getFirst();
    return plan.zones(first.credential(), first.scope().account().id());
  }

  private static List<ResourceRef> zones(List<ListPermission> permissions) {
    return permissions.stream()
        .filter(permission -> permission.scope().level() == ScopeLevel.ZONE)
        .map(permission -> permission.scope().owner())
        .distinct()
        .toList();
  }

  private static List<Line> lines(List<ListPermission> permissions) {
    return sources(permissions).map(source -> line(source, permissions)).toList();
  }

  private static Stream<Source> sources(List<ListPermission> permissions) {
    return permissions.stream().map(permission -> permission.scope().source()).distinct().sorted();
  }

  private static Line line(Source source, List<ListPermission> permissions) {
    var own =
        permissions.stream().filter(permission -> permission.scope().source() == source).toList();
    boolean forbidden = own.stream().anyMatch(permission -> permission.is(Permission.FORBIDDEN));
    return new Line(
        source.word(),
        cell(source, isOfUser(own) ? ScopeLevel.USER : ScopeLevel.ACCOUNT, own),
        cell(source, ScopeLevel.ZONE, own),
        forbidden ? own.getFirst().scope().permission() : "");
  }

  /** The worst permission of the zones, and how many zones have it. */
  private static String cell(Source source, ScopeLevel level, List<ListPermission> own) {
    var here = own.stream().filter(permission -> permission.scope().level() == level).toList();
    if (here.isEmpty()) {
      return source.existsAt(level) ? "-" : ""; // "-": not watched, or read with another credential
    }
    var worst = worst(here);
    long count = here.stream().filter(permission -> permission.is(worst)).count();
    return count == here.size()
        ? worst.description()
        : worst.description() + " " + count + "/" + here.size();
  }

  private static Permission worst(List<ListPermission> permissions) {
    return permissions.stream()
        .map(ListPermission::permission)
        .reduce(Permission.READABLE, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** If the zones differ, names those that are not readable. */
  private static void exceptions(List<ListPermission> permissions, CommandContext context) {
    var zoned =
        permissions.stream()
            .filter(permission -> permission.scope().level() == ScopeLevel.ZONE)
            .toList();
    for (var source : sources(zoned).toList()) {
      var own = zoned.stream().filter(permission -> permission.scope().source() == source).toList();
      if (own.stream().map(ListPermission::permission).distinct().count() > 1) {
        Stream.of(Permission.values())
            .filter(state -> state != Permission.READABLE)
            .map(state -> own.stream().filter(permission -> permission.is(state)).toList())
            .filter(some -> !some.isEmpty())
            .forEach(some -> context.out().println(PrintableText.of(names(source, some))));
      }
    }
  }

  private static String names(Source source, List<ListPermission> some) {
    var names = new ArrayList<String>();
    some.stream()
        .limit(MOST_NAMES)
        .forEach(permission -> names.add(permission.scope().owner().name()));
    var more = some.size() > MOST_NAMES ? " +" + (some.size() - MOST_NAMES) : "";
    return source
        + " "
        + some.getFirst().permission().description()
        + " in "
        + String.join(", ", names)
        + more;
  }
}
