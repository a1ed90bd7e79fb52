// Ed25519 keys and signatures (RFC 8032), as PEM texts that the openssl command line reads too.
// Thread: functions without shared state.
#pragma once

#include <string>
#include <string_view>

#include "cordon/base/result.hpp"

namespace cordon::bundle {

struct KeyPair {
  std::string private_pem;  // PKCS 8
  std::string public_pem;   // SubjectPublicKeyInfo
};

[[nodiscard]] base::Result<KeyPair> generate_keys();

inline constexpr std::size_t kSignatureBytes = 64;

// Errors: kMalformed when the text is no Ed25519 private key.
[[nodiscard]] base::Result<std::string> sign(std::string_view message, std::string_view private_pem);
// Returns: whether the signature was made over the message with the key's other half. Errors: kMalformed when the text
// is no Ed25519 public key.
[[nodiscard]] base::Result<bool> is_signed(std::string_view message, std::string_view signature,
                                           std::string_view public_pem);

}  // namespace cordon::bundle
