// bundle export, import, keygen.
#include <CLI/CLI.hpp>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/bundle.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kExportTable{{{"source", "/*/source"},
                              {"version", "/*/version"},
                              {"published", "/*/published"},
                              {"subjects", "/*/subjects"},
                              {"entities", "/*/entities"}},
                             "/lists"};
const TableSpec kImportTable{{{"source", "/source"},
                              {"version", "/version"},
                              {"published", "/published"},
                              {"subjects", "/subjects"},
                              {"added", "/added"},
                              {"changed", "/changed"},
                              {"removed", "/removed"},
                              {"state", "/state"}},
                             ""};
const TableSpec kKeysTable{{{"private key", "/private_key"}, {"public key", "/public_key"}}, ""};

struct Options {
  std::string file, key, format;
  std::vector<std::string> sources;
};

void add_export(CLI::App& bundle, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = bundle.add_subcommand("export", "write the lists that are served into one file");
  command->add_option("file", options->file, "the bundle (.tar.gz)")->required();
  command->add_option("--source", options->sources, "only these lists");
  command->add_option("--sign", options->key, "private key to sign with")->check(CLI::ExistingFile);
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    service::BundleExportRequest request{options->file, options->sources, std::nullopt};
    if (!options->key.empty()) request.private_key = options->key;
    Output output{format_option(options->format), kExportTable, true};
    conclude(context, output, service::export_bundle(*workspace, request, into(output)));
  });
}

void add_import(CLI::App& bundle, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      bundle.add_subcommand("import", "store the lists of a bundle; a changed one is refused as a whole");
  command->add_option("file", options->file, "the bundle")->required()->check(CLI::ExistingFile);
  command->add_option("--verify", options->key, "public key: refuse what is not signed with its other half")
      ->check(CLI::ExistingFile);
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    service::BundleImportRequest request{options->file, std::nullopt};
    if (!options->key.empty()) request.public_key = options->key;
    Output output{format_option(options->format), kImportTable};
    const auto failed = service::import_bundle(*workspace, request, into(output),
                                               [&context](std::string_view text) { context.message(text); });
    if (!failed) {
      context.fail(failed.error());
      return;
    }
    conclude(context, output, {});
    for (const base::Error& error : *failed) context.fail(error);
  });
}

void add_keygen(CLI::App& bundle, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      bundle.add_subcommand("keygen", "make a pair of Ed25519 keys: FILE (keep it secret) and FILE.pub");
  command->add_option("file", options->file, "the private key's file")->required();
  add_format(*command, options->format);
  command->callback([&context, options] {
    Output output{format_option(options->format), kKeysTable, true};
    conclude(context, output, service::generate_bundle_keys(options->file, into(output)));
  });
}

}  // namespace

void add_bundle_commands(CLI::App& app, Context& context) {
  CLI::App* bundle = app.add_subcommand("bundle", "carry lists to where there is no network: signed sets of lists");
  bundle->require_subcommand(1);
  add_export(*bundle, context);
  add_import(*bundle, context);
  add_keygen(*bundle, context);
}

}  // namespace cordon::cli
