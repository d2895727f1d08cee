#include "config/rope_types.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "position/config_form.hpp"
#include "position/registry.hpp"
#include "position/trained_as.hpp"

namespace ropescope {
namespace {

// A name, the type that goes by it and the type's method.
struct NamedType {
  const TypeName* name;
  const RopeType* type;
  const MethodEntry* method;
};

std::vector<NamedType> collect_names() {
  std::vector<NamedType> names;
  for (const MethodEntry& method : registry()) {
    for (const RopeType& type : method.rope_types) {
      for (const TypeName& name : type.names) {
        if (!name.name.empty()) names.push_back({&name, &type, &method});
      }
    }
  }
  return names;
}

const std::vector<NamedType>& all_names() {
  static const std::vector<NamedType> names = collect_names();
  return names;
}

// Names that need no explanation first.
std::vector<std::string_view> accepted_types() {
  std::vector<std::string_view> plain;
  std::vector<std::string_view> others;
  for (const NamedType& named : all_names()) {
    if (!named.name->only_with.keys.front().empty()) continue;
    (named.name->note.empty() ? plain : others).push_back(named.name->name);
  }
  std::ranges::move(others, std::back_inserter(plain));
  return plain;
}

constexpr std::array<std::string_view, 5> common_keys{"rope_type", "type", "rope_theta",
                                                      "original_max_position_embeddings", "partial_rotary_factor"};

bool is_common(std::string_view key) { return std::ranges::find(common_keys, key) != common_keys.end(); }

// Keys that say something only under a scaling type.
bool is_scaling_key(std::string_view key) {
  return !is_common(key) &&
         std::ranges::any_of(all_names(), [key](const NamedType& named) { return named.type->takes(key); });
}

Result<TypeReading> without_type(const JsonPlace& dictionary) {
  const Json::Object* entries = dictionary.object();
  if (entries != nullptr) {
    for (const auto& [key, value] : *entries) {
      if (is_scaling_key(key) && !value.is_null()) {
        return config_error("has_no_rope_type", dictionary.path, {{"key", key}, {"choices", accepted_types()}});
      }
    }
  }
  return TypeReading{&plain_type(), plain_type().name(), plain_method(), {}};
}

// The configurations of one repository are written with hyphens and with underscores.
bool same_name(std::string_view a, std::string_view b) {
  const auto same = [](char x, char y) { return x == y || (x == '_' && y == '-') || (x == '-' && y == '_'); };
  return std::ranges::equal(a, b, same);
}

// Whether the dictionary holds what the name asks for besides.
bool holds(const JsonPlace& dictionary, std::string_view model_type, const OnlyWith& only_with) {
  if (!model_type.starts_with(only_with.model_type)) return false;
  std::vector<const double*> numbers;
  for (const std::string_view key : only_with.keys) {
    if (key.empty()) continue;
    const JsonPlace place = dictionary.at(key);
    if (!place.is_given()) return false;
    numbers.push_back(place.number());
  }
  return !only_with.alike || std::ranges::all_of(numbers, [&](const double* number) {
    return number != nullptr && numbers.front() != nullptr && *number == *numbers.front();
  });
}

// Of the types that share a name, one that asks for keys that are there goes before the one that asks for none.
const NamedType* choose(std::string_view name, const JsonPlace& dictionary, std::string_view model_type) {
  const NamedType* chosen = nullptr;
  for (const NamedType& named : all_names()) {
    const OnlyWith& only_with = named.name->only_with;
    if (!same_name(named.name->name, name) || !holds(dictionary, model_type, only_with)) continue;
    if (chosen == nullptr || !only_with.keys.front().empty()) chosen = &named;
  }
  return chosen;
}

// What a reader of the file should know about the name.
std::vector<Saying> notes_of(const JsonPlace& place, std::string_view given, const NamedType& named) {
  const TypeName& name = *named.name;
  std::vector<std::string_view> with;
  std::ranges::copy_if(name.only_with.keys, std::back_inserter(with), [](auto key) { return !key.empty(); });
  const std::string key = std::string(named.method->info.id) + "." + std::string(name.name);
  std::vector<Saying> notes;
  if (given != name.name) notes.push_back({"type_read_as", place.path, {{"given", given}, {"name", name.name}}});
  if (name.note.empty()) return notes;
  if (with.empty()) {
    notes.push_back({"type_means", place.path, {{"given", given}, {"key", key}, {"text", name.note}}});
  } else {
    notes.push_back(
        {"type_with_means", place.path, {{"given", given}, {"with", with}, {"key", key}, {"text", name.note}}});
  }
  return notes;
}

}  // namespace

const RopeType& plain_type() { return find_method(plain_method())->rope_types.front(); }

bool is_rope_key(std::string_view key) { return is_common(key) || is_scaling_key(key); }

Result<TypeReading> read_type(const JsonPlace& dictionary, std::string_view model_type) {
  const JsonPlace newer = dictionary.at("rope_type");
  const JsonPlace older = dictionary.at("type");
  const Result<std::optional<std::string>> newer_text = read_text(newer);
  if (!newer_text) return newer_text.error();
  const Result<std::optional<std::string>> older_text = read_text(older);
  if (!older_text) return older_text.error();
  if (!newer.is_given() && !older.is_given()) return without_type(dictionary);
  const std::string legacy = older_text->value_or("");
  const std::string rope_type = newer_text->value_or(legacy);
  if (older.is_given() && rope_type != legacy) {
    return config_error("types_differ", older.path,
                        {{"given", legacy}, {"other_path", newer.path}, {"other", rope_type}});
  }
  const JsonPlace& place = newer.is_given() ? newer : older;
  const NamedType* named = choose(rope_type, dictionary, model_type);
  if (named == nullptr) {
    return config_error("must_be_one_of", place.path,
                        {{"choices", accepted_types()}, {"given", describe(*place.json)}});
  }
  TypeReading reading{named->type, named->type->name(), named->method->info.id, {}};
  if (!newer.is_given()) reading.notes.push_back({"read_as", older.path, {{"name", "rope_type"}}});
  std::ranges::move(notes_of(place, rope_type, *named), std::back_inserter(reading.notes));
  return reading;
}

}  // namespace ropescope
