// A parameter of a method, as data: what a slider, a link, a table, a config reader or a message needs of it, and where
// its value lies in the method's struct.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace ropescope {

// A parameter's value outside its struct: null (automatic), switch, number, choice, list.
using ParamValue = std::variant<std::monostate, bool, double, std::string, std::vector<double>>;
// Values by key.
using Params = std::map<std::string, ParamValue, std::less<>>;

// The member's type: double, int, bool, std::string, std::vector<double>; nullable: std::optional of the first two.
enum class ParamType { number, integer, boolean, choice, list };

// What others use a parameter for.
enum class Role {
  none,
  extension_ratio,  // wanted length over trained length: follows the length of the text where nobody gives a number
  optional_ratio    // the same, for methods that stretch by other means: stays at its default until asked for
};

// Up to four words, then empty ones.
struct Choices {
  std::array<std::string_view, 4> words{};

  [[nodiscard]] constexpr const std::string_view* begin() const { return words.data(); }
  [[nodiscard]] constexpr const std::string_view* end() const {
    const std::string_view* last = begin();
    while (last != begin() + words.size() && !last->empty()) ++last;
    return last;
  }
  [[nodiscard]] constexpr bool empty() const { return words.front().empty(); }
};

// The default is the member's own initialiser. Keys are Hugging Face's where one exists.
struct Param {
  std::string_view key;
  double min = 0;  // inclusive; each element of a list
  double max = 0;
  std::string_view unit{};  // "tokens", "" = a pure number
  std::string_view doc{};   // one sentence
  Role role = Role::none;
  Choices choices{};                   // for a text member: the accepted values
  std::string_view instead_of{};       // key of the parameter that this one replaces: giving both is an error
  bool learned = false;                // numbers that were trained; not given = those in the model's weight file
  ParamType type = ParamType::number;  // this and the next two: by the member, see param()
  bool nullable = false;               // null is accepted and means "automatic"
  void* (*member)(void* method) = nullptr;
};

// The struct and the type of a pointer to a member.
template <class>
struct MemberTraits;
template <class M, class V>
struct MemberTraits<V M::*> {
  using Method = M;
  using Value = V;
};

// Where the member lies in a method.
template <auto member>
void* member_of(void* method) {
  return &(static_cast<typename MemberTraits<decltype(member)>::Method*>(method)->*member);
}

// The parameter that a member holds: param<&Yarn::factor>({"factor", 1, 1e6, "", "Extension ratio."}).
template <auto member>
constexpr Param param(Param facts) {
  using Value = typename MemberTraits<decltype(member)>::Value;
  constexpr bool is_number = std::is_same_v<Value, double> || std::is_same_v<Value, std::optional<double>>;
  constexpr bool is_integer = std::is_same_v<Value, int> || std::is_same_v<Value, std::optional<int>>;
  constexpr bool is_list = std::is_same_v<Value, std::vector<double>>;
  static_assert(is_number || is_integer || is_list || std::is_same_v<Value, bool> ||
                std::is_same_v<Value, std::string>);
  facts.type = is_number                     ? ParamType::number
               : is_integer                  ? ParamType::integer
               : is_list                     ? ParamType::list
               : std::is_same_v<Value, bool> ? ParamType::boolean
                                             : ParamType::choice;
  facts.nullable = std::is_same_v<Value, std::optional<double>> || std::is_same_v<Value, std::optional<int>>;
  facts.member = member_of<member>;
  return facts;
}

}  // namespace ropescope
