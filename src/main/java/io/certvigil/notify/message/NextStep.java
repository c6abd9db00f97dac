package io.certvigil.notify.message;

import io.certvigil.model.Source;
import io.certvigil.policy.EventType;
import java.util.Optional;

/** What a person does about an alert: one fixed sentence for each type of event and source. */
final class NextStep {
  private NextStep() {}

  /**
   * The next step, without a full stop at its end.
   *
   * @param source empty if the alert is not about a certificate
   * @return empty if there is nothing to do, as for an event that only informs
   */
  static Optional<String> of(EventType type, Optional<Source> source) {
    return switch (type) {
      case CERTIFICATE_EXPIRING,
          CERTIFICATE_ESCALATED,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_REMINDER,
          CERTIFICATE_UNSILENCED ->
          source.map(NextStep::replacing);
      case CERTIFICATE_STATUS_CHANGED ->
          Optional.of("check on its Cloudflare page whether the change was intended");
      case CERTIFICATE_DISAPPEARED ->
          Optional.of("if nobody removed it on purpose, look into the audit log of the account");
      case CERTIFICATE_EXPIRY_UNKNOWN ->
          Optional.of("look up when it ends on its Cloudflare page; it cannot be watched");
      case SOURCE_UNREADABLE ->
          Optional.of("run 'sudo certvigil doctor', which names what is missing");
      case RENEWAL_BLOCKED ->
          Optional.of(
              "do what the cause asks for; Cloudflare then validates again by itself, or after a"
                  + " restart of the validation on its page");
      case ZONE_AT_RISK ->
          Optional.of(
              "set the name servers of Cloudflare at the registrar, or remove the zone from"
                  + " Cloudflare");
      case HOSTNAME_AT_RISK ->
          Optional.of("ask its owner to point its DNS to your zone, or remove the hostname");
      case CREDENTIAL_EXPIRING ->
          Optional.of(
              "create a new API token with the same permissions, put it where the config names the"
                  + " old one, then run 'sudo systemctl restart certvigil', or 'sudo certvigil"
                  + " reload' if systemd does not pass the file (LoadCredential)");
      case CREDENTIAL_REFUSED ->
          Optional.of(
              "create a new API token, put it where the config names the old one, then run 'sudo"
                  + " systemctl restart certvigil'; a file that systemd does not pass"
                  + " (LoadCredential) is read again by itself");
      case CHANNEL_FAILING ->
          Optional.of(
              "run 'sudo certvigil channel test NAME', which shows what it answers; after a changed"
                  + " secret that systemd passes (LoadCredential), 'sudo systemctl restart"
                  + " certvigil'");
      case DELIVERY_EXPIRED ->
          Optional.of("run 'sudo certvigil outbox list' to see what was not delivered");
      case SILENCE_OF_EVERYTHING ->
          Optional.of("run 'sudo certvigil silence list', and end it if it is not wanted");
      case DAEMON_CLOCK_SKEWED ->
          Optional.of("check the time synchronisation of the machine with 'timedatectl'");
      case DAEMON_STORE_LOW -> Optional.of("free space on the disk of the store");
      case CERTIFICATE_RESOLVED,
          CERTIFICATE_RENEWED,
          CERTIFICATE_APPEARED,
          SOURCE_RECOVERED,
          RENEWAL_RECOVERED,
          ZONE_RECOVERED,
          HOSTNAME_RECOVERED,
          CHANNEL_RECOVERED,
          CREDENTIAL_RECOVERED,
          CREDENTIAL_CHANGED,
          TEST ->
          Optional.empty();
    };
  }

  private static String replacing(Source source) {
    return switch (source) {
      case CLIENT_CERTIFICATES ->
          "create a new client certificate, install it on the client, then revoke this one";
      case ACCESS_CERTIFICATES ->
          "add the new CA certificate to Access with the same hostnames before this one ends";
      case GATEWAY_CERTIFICATES ->
          "create a new Gateway certificate, install it on the devices, then activate it";
      case MTLS_CERTIFICATES ->
          "upload the new certificate, then change what uses this one, such as Workers and"
              + " hostnames";
      case CUSTOM_CERTIFICATES ->
          "get a new certificate from its CA and upload it with its key in place of this one";
      case CERTIFICATE_PACKS ->
          "Cloudflare should have renewed it: check its domain validation and the CAA records";
      case ORIGIN_CA ->
          "create a new Origin CA certificate, install it on the origin server, then revoke this"
              + " one";
      case ORIGIN_PULL, ORIGIN_PULL_HOSTNAMES ->
          "make the origin server accept a new client certificate, then upload that one";
      case CUSTOM_TRUST_STORE ->
          "upload the CA certificate that follows it, and move the origins to certificates of that"
              + " CA";
      case CUSTOM_HOSTNAMES ->
          "Cloudflare should have renewed it: check the validation of the hostname; its owner may"
              + " have to change DNS";
      case SAML_CERTIFICATES -> "upload the new encryption certificate to the identity provider";
      case SERVICE_TOKENS ->
          "extend the service token, or create a new one and give it to what uses this one";
      case IDENTITY_PROVIDER_CERTIFICATES ->
          "get the new signing certificate of the identity provider and add it to its settings in"
              + " Access";
      case REGISTRATIONS ->
          "renew the domain, or turn its automatic renewal on, and check the payment method";
      case GATEWAY_RULES ->
          "if the policy is still needed, set a later end; after its end it no longer blocks or"
              + " allows";
      case API_TOKENS ->
          "roll the API token or create a new one, and give it to what uses this one";
    };
  }
}
