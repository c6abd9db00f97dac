package io.certvigil.cli.doctor;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.socket.SocketDaemon;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.JavaRuntime;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.CheckedConfig;
import io.certvigil.config.Config;
import io.certvigil.model.Discovery;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Permission;
import io.certvigil.model.ResourceRef;
import io.certvigil.policy.Health;
import io.certvigil.store.view.CommandQueries;
import io.certvigil.store.view.StoredJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Checks everything that the daemon needs, with or without a running daemon. Sends no
 * notifications.
 */
public final class Doctor {
  private static final Duration ODD_SKEW = Duration.ofMinutes(1);

  /** From this difference on, the daemon uses Cloudflare's time instead. */
  private static final Duration WRONG_SKEW = Duration.ofMinutes(5);

  private final CommandContext context;
  private final Config config;
  private final UncheckedSecrets unchecked;
  private final Supplier<Optional<CommandQueries>> daemon;
  private final String file;
  private final boolean all;
  private final Consumer<Check> reporter;
  private final List<Check> checks = new ArrayList<>();
  private final Map<String, Discovery> discoveries = new LinkedHashMap<>();
  private volatile @Nullable Duration skew;
  private boolean tokenRefused;

  @Command(
      description =
          "Checks config, store, channels, tokens and clock, and what each token may read; exit"
              + " code 1 if a check fails.")
  static int doctor(
      @Mixin CommonOptions common,
      @Mixin OutputOption.WithoutCsv output,
      @Option(names = "--all", description = "Check every zone, not only one of each account.")
          boolean all) {
    var format = output.format();
    var context = common.context();
    var out = context.out();
    var sources = common.sources(null);
    var file = sources.configFile().map(Object::toString).orElse("the environment");
    var checked = Config.check(sources);
    var config = checked.config();
    common.becomeStoreOwner(config);
    Supplier<Optional<CommandQueries>> daemon =
        () -> common.daemon(config).<CommandQueries>map(SocketDaemon::queries);
    boolean table = format == OutputOption.Format.TABLE;
    Consumer<Check> reporter = table ? check -> print(context, check) : _ -> {};
    var diagnosis = new Doctor(context, checked, daemon, file, all, reporter).examine();
    if (table) {
      out.println();
      new PermissionTable(context, diagnosis.plan()).print(diagnosis.permissions());
    }
    out.println(table ? diagnosis.summary() : StoredJson.write(diagnosis.json()));
    out.flush();
    return diagnosis.exit();
  }

  /** Flushes at once, because some checks take seconds. */
  private static void print(CommandContext context, Check check) {
    check.lines(context.width()).forEach(context.out()::println);
    context.out().flush();
  }

  /**
   * Checks nothing yet.
   *
   * @param checked the config, and which of its secrets this user may not read
   * @param daemon finds the running daemon, which knows the store; empty if none runs
   * @param file the source of the config
   * @param all whether every zone is checked, not only one of each account
   * @param reporter receives each check as soon as its result is known
   */
  Doctor(
      CommandContext context,
      CheckedConfig checked,
      Supplier<Optional<CommandQueries>> daemon,
      String file,
      boolean all,
      Consumer<Check> reporter) {
    this.context = context;
    this.config = checked.config();
    this.unchecked = new UncheckedSecrets(checked);
    this.daemon = daemon;
    this.file = file;
    this.all = all;
    this.reporter = reporter;
  }

  /** Runs all checks, local ones first, Cloudflare last; takes some seconds. */
  Diagnosis examine() {
    config();
    report(Check.ok("java", JavaRuntime.description()));
    var known = new StoreChecks(config, daemon, context.now(), this::report).run();
    unchecked.checks().forEach(this::report);
    ChannelChecks.run(unchecked.withoutUnknownAddresses(), config.scrubber(), this::report);
    try (var cloudflare = cloudflare()) {
      unchecked.readableCredentials().forEach(name -> checkCredential(cloudflare, name));
      report(clock());
      var plan = new WatchPlan(config, discoveries, this::report);
      var permissions = permissions(cloudflare, plan, known);
      if (tokenRefused || permissions.stream().anyMatch(one -> one.is(Permission.FORBIDDEN))) {
        report(TokenTemplate.check());
      }
      return new Diagnosis(checks, permissions, plan);
    }
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
    var version = context.version().version();
    return new Cloudflare(
        config.cloudflare(), version, context.clock(), this::observeRemoteTime, config.scrubber());
  }

  private void observeRemoteTime(Instant date) {
    skew = Duration.between(date, context.clock().instant());
  }

  /** Compares this machine's clock with Cloudflare's. */
  private Check clock() {
    var difference = skew;
    if (difference == null && unchecked.readableCredentials().isEmpty()) {
      return Check.warning("clock", "not checked: without a token Cloudflare is not asked");
    }
    if (difference == null) {
      return Check.warning("clock", "no response from Cloudflare to compare it with");
    }
    var way = difference.isNegative() ? " behind Cloudflare's" : " ahead of Cloudflare's";
    var says = difference.abs().toSeconds() + " s" + way;
    if (difference.abs().compareTo(WRONG_SKEW) >= 0) {
      return Check.failed("clock", says + ": set it and synchronize it with NTP");
    }
    return difference.abs().compareTo(ODD_SKEW) >= 0
        ? Check.warning("clock", says + ": synchronize it with NTP")
        : Check.ok("clock", "agrees with Cloudflare's");
  }

  private void checkCredential(Cloudflare cloudflare, String credential) {
    var discovery = cloudflare.discover(credential, WatchPlan.seeds(config, credential));
    var sight = CredentialChecks.visibility(credential, discovery);
    boolean commandOnly = config.cloudflare().commandOnly().contains(credential);
    report(commandOnly ? CredentialChecks.forCommands(sight, discovery) : sight);
    tokenRefused |= isRefused(discovery.fault());
    if (PermissionProbes.endsProbing(discovery.fault())) {
      return;
    }
    var accounts = discovery.accounts().stream().map(ResourceRef::id).toList();
    var state = cloudflare.verify(credential, accounts);
    boolean works = discovery.complete();
    report(CredentialChecks.token(credential, state, works, context.clock().instant()));
    discoveries.put(credential, discovery);
  }

  private static boolean isRefused(@Nullable Fault fault) {
    return fault != null
        && (fault.reason() == FaultReason.UNAUTHORIZED || fault.reason() == FaultReason.FORBIDDEN);
  }

  private List<ListPermission> permissions(
      Cloudflare cloudflare, WatchPlan plan, List<Health> known) {
    var probes = new PermissionProbes(cloudflare, known, all);
    var permissions = new ArrayList<ListPermission>();
    for (var credential : discoveries.keySet()) {
      var own = probes.of(credential, plan.of(credential));
      new PermissionChecks(credential, own, this::report).run();
      permissions.addAll(own);
    }
    return permissions;
  }
}
