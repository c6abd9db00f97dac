package io.certvigil.cli.doctor;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.options.ListPermission;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.model.Permission;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The matrix for people: for each credential and account a row for each source. */
final class PermissionTable {
  private static final int MOST_NAMES = 5;

  private final CommandContext world;
  private final WatchPlan plan;

  PermissionTable(CommandContext world, WatchPlan plan) {
    this.world = world;
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
              left("PERMISSION TO ADD (READ)", Line::permission)),
          List.of(),
          line -> line,
          "");

  void print(List<ListPermission> permits) {
    var blocks =
        List.copyOf(
            permits.stream()
                .collect(
                    Collectors.groupingBy(
                        permit -> List.of(permit.credential(), permit.scope().account().id()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values());
    blocks.forEach(this::block);
    if (blocks.stream().anyMatch(this::isSampled)) {
      world.out().println("1 of N: one zone stands for its account; --all asks in every zone");
    }
  }

  private void block(List<ListPermission> permits) {
    world.out().println(CellFormat.plain(title(permits)));
    LISTING.print(world, OutputOption.Format.TABLE, rows -> lines(permits).forEach(rows));
    exceptions(permits, world);
    world.out().println();
  }

  private String title(List<ListPermission> permits) {
    var first = permits.getFirst();
    var account = first.scope().account();
    var asked = zones(permits);
    var zones =
        switch (asked.size()) {
          case 0 -> "no zone";
          case 1 -> "zone " + asked.getFirst().name();
          default -> asked.size() + " zones";
        };
    var others = isSampled(permits) ? " (1 of " + watchedZones(permits) + ")" : "";
    return first.credential() + ": account " + account.name() + ", " + zones + others;
  }

  /** Whether there are more zones than were asked for. */
  private boolean isSampled(List<ListPermission> permits) {
    return watchedZones(permits) > zones(permits).size();
  }

  private long watchedZones(List<ListPermission> permits) {
    var first = permits.getFirst();
    return plan.zones(first.credential(), first.scope().account().id());
  }

  private static List<ResourceRef> zones(List<ListPermission> permits) {
    return permits.stream()
        .filter(permit -> permit.scope().level() == ScopeLevel.ZONE)
        .map(permit -> permit.scope().owner())
        .distinct()
        .toList();
  }

  private static List<Line> lines(List<ListPermission> permits) {
    return sources(permits).map(source -> line(source, permits)).toList();
  }

  private static Stream<Source> sources(List<ListPermission> permits) {
    return permits.stream().map(permit -> permit.scope().source()).distinct().sorted();
  }

  private static Line line(Source source, List<ListPermission> permits) {
    var own = permits.stream().filter(permit -> permit.scope().source() == source).toList();
    boolean forbidden = own.stream().anyMatch(permit -> permit.is(Permission.FORBIDDEN));
    return new Line(
        source.word(),
        cell(source, ScopeLevel.ACCOUNT, own),
        cell(source, ScopeLevel.ZONE, own),
        forbidden ? source.permission() : "");
  }

  /** Of several zones the worst, and how many there are of it. */
  private static String cell(Source source, ScopeLevel level, List<ListPermission> own) {
    var here = own.stream().filter(permit -> permit.scope().level() == level).toList();
    if (here.isEmpty()) {
      return source.existsAt(level) ? "-" : ""; // "-": in no watch, or another credential's
    }
    var worst = worst(here);
    long count = here.stream().filter(permit -> permit.is(worst)).count();
    return count == here.size()
        ? worst.description()
        : worst.description() + " " + count + "/" + here.size();
  }

  private static Permission worst(List<ListPermission> permits) {
    return permits.stream()
        .map(ListPermission::permission)
        .reduce(Permission.READABLE, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** Where not all zones are alike, which ones are meant. */
  private static void exceptions(List<ListPermission> permits, CommandContext world) {
    var zoned =
        permits.stream().filter(permit -> permit.scope().level() == ScopeLevel.ZONE).toList();
    for (var source : sources(zoned).toList()) {
      var own = zoned.stream().filter(permit -> permit.scope().source() == source).toList();
      if (own.stream().map(ListPermission::permission).distinct().count() > 1) {
        Stream.of(Permission.values())
            .filter(state -> state != Permission.READABLE)
            .map(state -> own.stream().filter(permit -> permit.is(state)).toList())
            .filter(some -> !some.isEmpty())
            .forEach(some -> world.out().println(CellFormat.plain(names(source, some))));
      }
    }
  }

  private static String names(Source source, List<ListPermission> some) {
    var names = new ArrayList<String>();
    some.stream().limit(MOST_NAMES).forEach(permit -> names.add(permit.scope().owner().name()));
    var more = some.size() > MOST_NAMES ? " +" + (some.size() - MOST_NAMES) : "";
    return source
        + " "
        + some.getFirst().permission().description()
        + " in "
        + String.join(", ", names)
        + more;
  }
}
