package io.certvigil.cli.clientcert;

import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.NewFile;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cloudflare.clientcert.ClientCertificate;
import io.certvigil.cloudflare.clientcert.SigningRequest;
import io.certvigil.model.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates a client certificate, issued by Cloudflare's CA. */
@Command(
    name = "create",
    description = {
      "Creates a client certificate for a CSR or for a new key, and prints it.",
      "A new key is written before any request is sent, readable by its owner only; an existing"
          + " file is never overwritten."
    })
public final class ClientCertCreateCommand implements Callable<Integer> {
  private static final int LONGEST_NAME = 64;

  @Mixin private CommonOptions common;
  @Mixin private ZoneOptions zone;
  @Mixin private OutputOption output;

  @Option(names = "--csr", paramLabel = "FILE", description = "PEM file with a CSR.")
  private @Nullable Path csr;

  @Option(
      names = "--key-out",
      paramLabel = "FILE",
      description = "Create a new key and its CSR instead, and write the key to this file.")
  private @Nullable Path keyOut;

  @Option(
      names = "--common-name",
      paramLabel = "NAME",
      description = "With --key-out: common name of the subject, such as device-17.example.com.")
  private @Nullable String commonName;

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      description = "With --key-out: ec-p256 (default), rsa-2048 or rsa-4096.")
  private @Nullable KeyType keyType;

  @Option(
      names = "--validity-days",
      paramLabel = "DAYS",
      required = true,
      description = "Validity in days.")
  private int days;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the certificate to this file instead of printing it.")
  private @Nullable Path out;

  @Override
  public Integer call() throws InterruptedException {
    checkOptions();
    var certificate = out == null ? null : new NewFile("--out", out);
    if (certificate != null) {
      certificate.requireAbsent();
    }
    return csr == null ? withNewKey(certificate) : withCsr(csr, certificate);
  }

  private void checkOptions() {
    if ((csr == null) == (keyOut == null)) {
      throw CommandFailure.usage("give one of --csr FILE and --key-out FILE");
    }
    if (csr != null && (commonName != null || keyType != null)) {
      throw CommandFailure.usage(
          "--common-name and --key-type need --key-out: a CSR contains both");
    }
    if (csr == null && commonName == null) {
      throw CommandFailure.usage("--key-out needs --common-name NAME");
    }
    if (days < 1) {
      throw CommandFailure.usage("--validity-days must be 1 or more, was " + days);
    }
    if (keyOut != null && keyOut.equals(out)) {
      throw CommandFailure.usage("--key-out and --out must be different files");
    }
  }

  private int withCsr(Path file, @Nullable NewFile certificate) throws InterruptedException {
    var request = request(file);
    try (var certificates = zone.open(common)) {
      return print(certificates, certificates.create(request, days, ""), certificate);
    }
  }

  private int withNewKey(@Nullable NewFile certificate) throws InterruptedException {
    var name =
        AuthorOption.text("--common-name", commonName == null ? "" : commonName, LONGEST_NAME);
    var file = new NewFile("--key-out", keyOut == null ? Path.of("") : keyOut);
    file.requireAbsent();
    try (var certificates = zone.open(common)) {
      var keys = (keyType == null ? KeyType.EC_P256 : keyType).generate();
      var request = SigningRequest.create(keys, name);
      file.writeSecret(pem(keys.getPrivate()));
      certificates.printNote("The key was written to " + file + "; keep it secret.");
      var kept = "; the new key stays in " + file;
      return print(certificates, certificates.create(request, days, kept), certificate);
    }
  }

  private static SigningRequest request(Path file) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(SigningRequest.MAX_LENGTH + 1);
      return SigningRequest.of(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage("--csr " + PrintableText.of(file + ": there is no such file"));
    } catch (IOException e) {
      throw CommandFailure.usage(
          "--csr "
              + PrintableText.of(file + ": cannot be read (" + e.getClass().getSimpleName() + ")"));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--csr " + PrintableText.of(file + ": " + e.getMessage()));
    }
  }

  private static String pem(PrivateKey key) {
    var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }

  private int print(ZoneCertificates certificates, ClientCertificate one, @Nullable NewFile file) {
    var end = one.facts().notAfter().map(at -> ", expires " + at).orElse("");
    certificates.printNote("Created: " + one.id() + " " + one.facts().name() + end + ".");
    var pem = one.pem();
    if (pem == null) {
      if (output.format() != OutputOption.Format.TABLE) {
        certificates.print(one, output.format());
      }
      throw CommandFailure.negative(
          "Cloudflare's response contains no readable certificate; see certvigil client-cert"
              + " get "
              + one.id()
              + certificates.atZone()
              + " --output json");
    }
    if (file != null) {
      write(pem, file);
    }
    if (file == null && output.format() == OutputOption.Format.TABLE) {
      print(pem);
    } else {
      certificates.print(one, output.format());
    }
    return ExitCode.SUCCESS;
  }

  /** If the file cannot be written, the certificate is printed, so that it is not lost. */
  private void write(String pem, NewFile file) {
    try {
      file.write(pem);
    } catch (CommandFailure e) {
      print(pem);
      throw e;
    }
  }

  private void print(String pem) {
    common.context().out().print(pem);
    common.context().out().flush();
  }
}
