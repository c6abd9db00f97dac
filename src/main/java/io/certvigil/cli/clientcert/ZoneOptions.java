package io.certvigil.cli.clientcert;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.FaultText;
import io.certvigil.cloudflare.clientcert.ClientCertificateOperations;
import io.certvigil.cloudflare.http.ListResult;
import io.certvigil.config.Config;
import io.certvigil.model.Fault;
import io.certvigil.model.PrintableText;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Zone;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the zone and the credential. */
final class ZoneOptions {
  /** The description of an {@code ID} in the help of commands. */
  static final String CERTIFICATE_ID = "Id of the certificate, as in client-cert list.";

  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{32}");

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      required = true,
      description = "Name or id of the zone.")
  private String zone = "";

  @Option(
      names = "--credential",
      paramLabel = "NAME",
      description =
          "Name of one of cloudflare.credentials; default: the first with access to the zone, those"
              + " with watch: false before the others.")
  private @Nullable String credential;

  /** Finds the zone; fails if it cannot be found. */
  ZoneCertificates open(CommonOptions common) throws InterruptedException {
    if (zone.isBlank()) {
      throw CommandFailure.usage("--zone is empty: give the name or the id of a zone");
    }
    var context = common.context();
    var config = common.config();
    var credentials = credentials(config);
    var operations =
        new ClientCertificateOperations(
            config.cloudflare(),
            context.version().version(),
            context.clock(),
            context.ticker(),
            config.scrubber());
    try {
      return open(context, operations, credentials);
    } catch (RuntimeException | InterruptedException e) {
      operations.close();
      throw e;
    }
  }

  private List<String> credentials(Config config) {
    var names = List.copyOf(config.cloudflare().credentials().keySet());
    if (credential == null) {
      return commandsFirst(names, config.cloudflare().commandOnly());
    }
    CommandFailure.requireConfigured("credential", credential, names);
    return List.of(credential);
  }

  /** What is for commands only may change something; what sweeps use often may not. */
  private static List<String> commandsFirst(List<String> names, Set<String> commandOnly) {
    return Stream.concat(
            names.stream().filter(commandOnly::contains),
            names.stream().filter(name -> !commandOnly.contains(name)))
        .toList();
  }

  private ZoneCertificates open(
      CommandContext context, ClientCertificateOperations operations, List<String> credentials)
      throws InterruptedException {
    var isId = ID.matcher(zone).matches();
    var word = zone.toLowerCase(Locale.ROOT);
    if (isId && credentials.size() == 1) { // needs no permission to list zones
      var ref = new ResourceRef(word, word);
      return new ZoneCertificates(context, operations, credentials.getFirst(), ref);
    }
    Fault fault = null;
    for (var name : credentials) {
      var found = isId ? operations.zone(name, word) : operations.zonesNamed(name, word);
      var here = one(found);
      if (here != null) {
        return new ZoneCertificates(context, operations, name, here);
      }
      fault = fault == null ? found.fault() : fault;
    }
    throw none(credentials, fault);
  }

  private @Nullable ResourceRef one(ListResult<Zone> found) {
    var zones =
        found.items().stream()
            .filter(
                one ->
                    one.zone().name().equalsIgnoreCase(zone)
                        || one.zone().id().equalsIgnoreCase(zone))
            .toList();
    if (zones.size() > 1) {
      var ids =
          zones.stream()
              .map(one -> one.zone().id() + " (account " + one.account().name() + ")")
              .collect(Collectors.joining(", "));
      throw CommandFailure.usage(
          "several zones have this name; give the id of one: " + PrintableText.of(ids));
    }
    return zones.isEmpty() ? null : zones.getFirst().zone();
  }

  private CommandFailure none(List<String> credentials, @Nullable Fault fault) {
    var shown = "the zone " + PrintableText.of(zone);
    if (fault != null) {
      return new CommandFailure(
          FaultText.exit(fault),
          shown + " cannot be looked up: " + fault + "; check the token, or give the zone's id");
    }
    return CommandFailure.negative(
        shown
            + " is not visible to credential "
            + String.join(" or ", credentials)
            + "; check its spelling, or give its id");
  }
}
