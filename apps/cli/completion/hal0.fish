# fish completion for hal0
function __hal0_complete
    set -l current (commandline -ct)
    set -l lines (hal0 complete -- (commandline -opc)[2..-1] "$current" 2>/dev/null)
    if contains -- :files $lines
        __fish_complete_path "$current"
    else
        string join \n -- $lines
    end
end
complete -c hal0 -f -a '(__hal0_complete)'
