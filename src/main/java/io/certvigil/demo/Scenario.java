package io.certvigil.demo;

import static io.certvigil.model.Source.ACCESS_CERTIFICATES;
import static io.certvigil.model.Source.CLIENT_CERTIFICATES;

import io.certvigil.demo.simulator.SeededRandom;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes to the estate of a demo. In the first three minutes certificates reach alert steps
 * and one expires, one is renewed, one revoked, one removed, and a zone cannot be read for some
 * time; then a device is added every two minutes, for some hours. Driven by {@link #tick}; it has
 * no clock of its own.
 */
public final class Scenario {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration QUARTER = Duration.ofDays(90);
  private static final Duration FIRST_ROUND = Duration.ofMinutes(4);
  private static final int ROUNDS = 200;
  private static final Duration ROUND = Duration.ofMinutes(2);

  private final SimulatedEstate estate;
  private final SeededRandom random;
  private final Instant start;
  private final Consumer<String> narrator;
  private final Queue<ScheduledChange> changes =
      new PriorityQueue<>(Comparator.comparing(ScheduledChange::at));
  private Instant nextRound;
  private int rounds;

  private record ScheduledChange(Instant at, String description, Runnable change) {}

  /**
   * Adds its certificates to the estate immediately, as if they had always existed.
   *
   * @param narrator gets a line for each change when it happens
   */
  public Scenario(SimulatedEstate estate, Instant now, Consumer<String> narrator) {
    this.estate = estate;
    this.random = new SeededRandom(estate.seed() + 1);
    this.start = now.truncatedTo(ChronoUnit.SECONDS);
    this.narrator = narrator;
    this.nextRound = start.plus(FIRST_ROUND);
    scheduleChanges();
  }

  /** Applies every change that is due, each once. */
  public synchronized void tick(Instant now) {
    while (isDue(changes.peek(), now)) {
      var scene = changes.remove();
      scene.change().run();
      narrator.accept(scene.description());
    }
    while (rounds < ROUNDS && !now.isBefore(nextRound)) {
      addVisitor(nextRound);
      nextRound = nextRound.plus(ROUND);
    }
  }

  private static boolean isDue(@Nullable ScheduledChange scene, Instant now) {
    return scene != null && !now.isBefore(scene.at());
  }

  private void scheduleChanges() {
    var zones = estate.zones();
    var busy = zones.getFirst().zone();
    var quiet = zones.getLast().zone();
    addExpiring(busy.id());
    addDevice("barrier-01." + quiet.name(), quiet.id(), Duration.ofDays(300));
    var renewed = addRoot("Warehouse Scanners Root", Duration.ofDays(5));
    var revoked = addDevice("stolen-laptop." + busy.name(), busy.id(), Duration.ofDays(20));
    var vanished = addDevice("retired-printer." + busy.name(), busy.id(), Duration.ofDays(12));
    schedule(50, quiet.name() + " cannot be read any more (403)", () -> estate.deny(quiet.id()));
    schedule(
        70, revoked.name() + " is being revoked", () -> estate.revoke(revoked.id(), atSecond(70)));
    schedule(100, renewed.name() + " is renewed for five years", () -> renew(renewed));
    schedule(
        110, vanished.name() + " disappears from the list", () -> estate.remove(vanished.id()));
    schedule(170, quiet.name() + " can be read again", () -> estate.allow(quiet.id()));
  }

  /** The first is valid for 90 days, so that 30 days is its first alert step. */
  private void addExpiring(String zone) {
    var monthLeft = Duration.ofDays(30).plusSeconds(40);
    var name = "press-line-3.factory.example";
    addCertificate(CLIENT_CERTIFICATES, zone, random.id(), name, monthLeft, QUARTER);
    var week = addDevice("badge-reader.factory.example", zone, Duration.ofDays(7).plusSeconds(60));
    var now = addDevice("cold-store.factory.example", zone, Duration.ofSeconds(90));
    schedule(40, name + " has 30 days left", () -> {});
    schedule(60, week.name() + " has 7 days left", () -> {});
    schedule(90, now.name() + " expires", () -> {});
  }

  /** Adds a certificate that reaches the alert step of 14 days a minute later. */
  private void addVisitor(Instant now) {
    var zone = estate.zones().getFirst().zone();
    var name = "visitor-%d.%s".formatted(++rounds, zone.name());
    var end = now.plus(Duration.ofDays(14)).plusSeconds(60);
    var certificate =
        SimulatedCertificate.of(
            CLIENT_CERTIFICATES, zone.id(), random.id(), name, end.minus(YEAR), end);
    estate.add(certificate);
    narrator.accept(name + " appears with 14 days and one minute left");
  }

  private void renew(SimulatedCertificate certificate) {
    estate.renew(certificate.id(), atSecond(100), atSecond(100).plus(YEAR.multipliedBy(5)));
  }

  private SimulatedCertificate addDevice(String name, String zone, Duration left) {
    return addCertificate(CLIENT_CERTIFICATES, zone, random.id(), name, left, YEAR);
  }

  private SimulatedCertificate addRoot(String name, Duration left) {
    var account = estate.accounts().getFirst().id();
    return addCertificate(ACCESS_CERTIFICATES, account, random.uuid(), name, left, YEAR);
  }

  private SimulatedCertificate addCertificate(
      Source source, String owner, String id, String name, Duration left, Duration lifetime) {
    var end = start.plus(left);
    var certificate = SimulatedCertificate.of(source, owner, id, name, end.minus(lifetime), end);
    estate.append(List.of(certificate));
    return certificate;
  }

  private void schedule(int second, String words, Runnable change) {
    changes.add(new ScheduledChange(atSecond(second), words, change));
  }

  private Instant atSecond(int second) {
    return start.plusSeconds(second);
  }
}
