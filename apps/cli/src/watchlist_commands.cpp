// watchlist add|remove|show|reload.
#include <CLI/CLI.hpp>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/watchlist.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kWatchlistTable{{{"list", "/list"},
                                 {"id", "/id"},
                                 {"name", "/name"},
                                 {"schema", "/schema"},
                                 {"birth date", "/birth_date"},
                                 {"country", "/country"},
                                 {"note", "/note"}},
                                ""};
const TableSpec kReloadTable{{{"list", "/source"}, {"version", "/version"}, {"subjects", "/subjects"}}, ""};

void add_by(CLI::App& command, std::string& by) {
  command.add_option("--by", by, "who edits, for the audit log")->capture_default_str();
}

struct Options {
  std::string list, name, id, format;
  std::string by = "cordon";
  std::string alias, schema, birth_date, country, gender, id_number, imo, address, note;
};

void add_add(CLI::App& parent, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = parent.add_subcommand("add", "adds an entry; the next 'watch' finds it");
  command->add_option("list", options->list, "the list's name, small letters, digits and '_'")->required();
  command->add_option("name", options->name, "the name; ';' separates several")->required();
  command->add_option("--alias", options->alias, "other names");
  command->add_option("--schema", options->schema, "Person, Company, Vessel ...");
  command->add_option("--birth-date", options->birth_date, "1962, 1962-07 or 1962-07-05");
  command->add_option("--country", options->country, "a name or ISO code");
  command->add_option("--gender", options->gender, "male, female, other");
  command->add_option("--id-number", options->id_number, "any identifier");
  command->add_option("--imo", options->imo, "IMO number");
  command->add_option("--address", options->address, "address");
  command->add_option("--note", options->note, "why it is on the list");
  add_by(*command, options->by);
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    service::WatchlistEntry entry{{"name", options->name}};
    const auto add = [&entry](const char* column, const std::string& value) {
      if (!value.empty()) entry.emplace_back(column, value);
    };
    add("alias", options->alias);
    add("schema", options->schema);
    add("birth_date", options->birth_date);
    add("country", options->country);
    add("gender", options->gender);
    add("id_number", options->id_number);
    add("imo", options->imo);
    add("address", options->address);
    add("note", options->note);
    Output output{format_option(options->format), kWatchlistTable, true};
    conclude(context, output, service::watchlist_add(*workspace, {options->list, options->by}, entry, into(output)));
  });
}

}  // namespace

void add_watchlist_commands(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("watchlist", "own lists, edited in place: add, remove, show, reload");
  command->require_subcommand(1);
  add_add(*command, context);
  auto options = std::make_shared<Options>();
  CLI::App* remove = command->add_subcommand("remove", "removes an entry");
  remove->add_option("list", options->list, "the list's name")->required();
  remove->add_option("id", options->id, "the entry's id")->required();
  add_by(*remove, options->by);
  add_format(*remove, options->format);
  remove->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    Output output{format_option(options->format), kWatchlistTable, true};
    conclude(context, output,
             service::watchlist_remove(*workspace, {options->list, options->by}, options->id, into(output)));
  });
  CLI::App* show = command->add_subcommand("show", "the entries of a list");
  show->add_option("list", options->list, "the list's name")->required();
  add_format(*show, options->format);
  show->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(options->format), kWatchlistTable};
    conclude(context, output, service::watchlist_show(*workspace, options->list, into(output)));
  });
  CLI::App* reload = command->add_subcommand("reload", "takes DIR/watchlists/LIST.csv as it is after editing it");
  reload->add_option("list", options->list, "the list's name")->required();
  add_by(*reload, options->by);
  add_format(*reload, options->format);
  reload->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    Output output{format_option(options->format), kReloadTable, true};
    conclude(context, output, service::watchlist_reload(*workspace, {options->list, options->by}, into(output)));
  });
}

}  // namespace cordon::cli
