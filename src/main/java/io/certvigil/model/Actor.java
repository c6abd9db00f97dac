package io.certvigil.model;

/** Who must act to end a {@link Condition}. */
public enum Actor implements WordedEnum {
  /** The owner of the account. */
  YOU,
  /** The owner of a custom hostname, whose DNS is not in the account. */
  CUSTOMER,
  /** The certificate authority. */
  CA,
  CLOUDFLARE;

  /** For people: {@code you must act}, {@code Cloudflare must act}. */
  public String mustAct() {
    return switch (this) {
      case YOU -> "you must act";
      case CUSTOMER -> "your customer must act";
      case CA -> "the CA must act";
      case CLOUDFLARE -> "Cloudflare must act";
    };
  }

  @Override
  public String toString() {
    return word();
  }
}
