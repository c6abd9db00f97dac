package io.certvigil.cli.doctor;

import io.certvigil.cli.options.ListPermission;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.model.Discovery;
import io.certvigil.model.ResourceRef;
import io.certvigil.policy.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at everything that the daemon needs, beside it or without it. Sends nothing. */
final class Doctor {
  private final CommandContext world;
  private final Config config;
  private final String file;
  private final boolean all;
  private final Consumer<Check> told;
  private final List<Check> checks = new ArrayList<>();
  private final Map<String, Discovery> seen = new LinkedHashMap<>();
  private volatile @Nullable Duration skew;

  /**
   * Looks at nothing yet.
   *
   * @param file where the config came from
   * @param all whether every zone is asked for
   * @param told of each check, as soon as it is known
   */
  Doctor(CommandContext world, Config config, String file, boolean all, Consumer<Check> told) {
    this.world = world;
    this.config = config;
    this.file = file;
    this.all = all;
    this.told = told;
  }

  /**
   * Takes some seconds: what is near first, Cloudflare last.
   *
   * @param table is given the plan and what was asked, to print it
   */
  Diagnosis examine(Table table) {
    config();
    var known = new StoreChecks(config, this::tell).run();
    new ChannelChecks(config.alerting(), this::tell).run();
    try (var cloudflare = cloudflare()) {
      config.cloudflare().credentials().keySet().forEach(name -> look(cloudflare, name));
      tell(ClockCheck.of(skew));
      var plan = new WatchPlan(config, seen, this::tell);
      var permits = permits(cloudflare, plan, known);
      table.print(plan, permits);
      return new Diagnosis(checks, permits);
    }
  }

  /** Prints the matrix. */
  @FunctionalInterface
  interface Table {
    void print(WatchPlan plan, List<ListPermission> permits);
  }

  private void tell(Check check) {
    checks.add(check);
    told.accept(check);
  }

  private void config() {
    var credentials = config.cloudflare().credentials().size();
    var channels = config.alerting().channels().size();
    tell(
        Check.ok(
            "config",
            file
                + ": "
                + CredentialChecks.count(credentials, "credential")
                + ", "
                + CredentialChecks.count(channels, "channel")));
    config.warnings().forEach(warning -> tell(Check.warning("config", warning)));
  }

  private Cloudflare cloudflare() {
    var version = world.version().version();
    return new Cloudflare(config.cloudflare(), version, world.clock(), this::heard);
  }

  private void heard(Instant date) {
    skew = Duration.between(date, world.clock().instant());
  }

  private void look(Cloudflare cloudflare, String credential) {
    var discovery = cloudflare.discover(credential);
    tell(CredentialChecks.sight(credential, discovery));
    if (!CredentialChecks.answers(discovery)) {
      return;
    }
    var accounts = discovery.accounts().stream().map(ResourceRef::id).toList();
    var state = cloudflare.verify(credential, accounts);
    boolean works = discovery.complete();
    tell(CredentialChecks.token(credential, state, works, world.clock().instant()));
    seen.put(credential, discovery);
  }

  private List<ListPermission> permits(Cloudflare cloudflare, WatchPlan plan, List<Health> known) {
    var probes = new PermissionProbes(cloudflare, known, all);
    var permits = new ArrayList<ListPermission>();
    for (var credential : seen.keySet()) {
      var own = probes.of(credential, plan.of(credential));
      new PermissionChecks(credential, own, this::tell).run();
      permits.addAll(own);
    }
    return permits;
  }
}
