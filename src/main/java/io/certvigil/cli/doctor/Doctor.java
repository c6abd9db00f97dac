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
  private final Consumer<Check> reporter;
  private final List<Check> checks = new ArrayList<>();
  private final Map<String, Discovery> discoveries = new LinkedHashMap<>();
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
    this.reporter = told;
  }

  /**
   * Takes some seconds: what is near first, Cloudflare last.
   *
   * @param table is given the plan and what was asked, to print it
   */
  Diagnosis examine(Table table) {
    config();
    var known = new StoreChecks(config, this::report).run();
    new ChannelChecks(config.alerting(), this::report).run();
    try (var cloudflare = cloudflare()) {
      config.cloudflare().credentials().keySet().forEach(name -> checkCredential(cloudflare, name));
      report(ClockCheck.of(skew));
      var plan = new WatchPlan(config, discoveries, this::report);
      var permits = permissions(cloudflare, plan, known);
      table.print(plan, permits);
      return new Diagnosis(checks, permits);
    }
  }

  /** Prints the matrix. */
  @FunctionalInterface
  interface Table {
    void print(WatchPlan plan, List<ListPermission> permits);
  }

  private void report(Check check) {
    checks.add(check);
    reporter.accept(check);
  }

  private void config() {
    var credentials = config.cloudflare().credentials().size();
    var channels = config.alerting().channels().size();
    report(
        Check.ok(
            "config",
            file
                + ": "
                + CredentialChecks.count(credentials, "credential")
                + ", "
                + CredentialChecks.count(channels, "channel")));
    config.warnings().forEach(warning -> report(Check.warning("config", warning)));
  }

  private Cloudflare cloudflare() {
    var version = world.version().version();
    return new Cloudflare(config.cloudflare(), version, world.clock(), this::observeRemoteTime);
  }

  private void observeRemoteTime(Instant date) {
    skew = Duration.between(date, world.clock().instant());
  }

  private void checkCredential(Cloudflare cloudflare, String credential) {
    var discovery = cloudflare.discover(credential);
    report(CredentialChecks.visibility(credential, discovery));
    if (!CredentialChecks.isReachable(discovery)) {
      return;
    }
    var accounts = discovery.accounts().stream().map(ResourceRef::id).toList();
    var state = cloudflare.verify(credential, accounts);
    boolean works = discovery.complete();
    report(CredentialChecks.token(credential, state, works, world.clock().instant()));
    discoveries.put(credential, discovery);
  }

  private List<ListPermission> permissions(
      Cloudflare cloudflare, WatchPlan plan, List<Health> known) {
    var probes = new PermissionProbes(cloudflare, known, all);
    var permits = new ArrayList<ListPermission>();
    for (var credential : discoveries.keySet()) {
      var own = probes.of(credential, plan.of(credential));
      new PermissionChecks(credential, own, this::report).run();
      permits.addAll(own);
    }
    return permits;
  }
}
