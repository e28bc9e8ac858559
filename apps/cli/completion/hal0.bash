# bash completion for hal0. Words go as arguments, never through eval: what stands half-typed must not be run by a Tab.
_hal0() {
  local word line skip words=() glue=
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    # Bash takes = and : for words of their own.
    if [[ ${#words[@]} -gt 0 && ($glue || $word == [=:]) ]]; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
    [[ $word == [=:] ]] && glue=1 || glue=
  done
  word=${words[-1]-}
  skip=${word%"${word##*[=:]}"}
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default
      return
    fi
    line=${line%%$'\t'*}
    COMPREPLY+=("${line#"$skip"}")
  done < <(hal0 complete -- "${words[@]}" 2>/dev/null)
}
complete -F _hal0 hal0
